package dev.localport.cli.imports.draft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as another tool describes it. Made by {@link DraftBuilder}, which checks every value.
 *
 * @param name what the other tool calls it, fit for a service; null: it has no name there
 * @param kind the word of {@code resource_type}
 * @param object its name in the cluster; for a selector the labels
 * @param bindAddress null: loopback
 * @param isExposed whether others on the network can reach that address
 * @param starts how it starts
 * @param remarks what differs from the other tool, one sentence each
 * @param missing why it cannot be used as it is; empty where it can
 */
public record Draft(
    Origin at,
    @Nullable String name,
    String kind,
    String object,
    @Nullable String namespace,
    @Nullable String context,
    @Nullable String kubeconfig,
    @Nullable String bindAddress,
    boolean isExposed,
    List<PortDraft> ports,
    Starts starts,
    List<String> tags,
    List<String> remarks,
    List<String> missing)
    implements Entry {
  /** How a service starts. */
  public enum Starts {
    /** With the others. */
    ALWAYS,
    /** When it is named. */
    BY_NAME,
    /** Never. */
    NEVER
  }

  /** Copies the lists, so that a draft never changes. */
  public Draft {
    ports = List.copyOf(ports);
    tags = List.copyOf(tags);
    remarks = List.copyOf(remarks);
    missing = List.copyOf(missing);
  }

  /** Returns whether nothing has to be filled in. */
  public boolean isWhole() {
    return missing.isEmpty();
  }

  /** Returns whether the other is the same forward, found at another place. */
  public boolean isSameAs(Draft other) {
    return equals(other.at(at));
  }

  /** Returns the same draft, with one more reason why it cannot be used as it is. */
  public Draft lacking(String why) {
    List<String> more = new ArrayList<>(missing);
    more.add(Plain.line(why));
    return changed(at, more);
  }

  /**
   * Returns the same draft for a forward that ran in a container: with the ports of this machine,
   * and on its loopback.
   */
  public Draft onThisMachine(List<PortDraft> outside, String remark) {
    return new Draft(
        at,
        name,
        kind,
        object,
        namespace,
        context,
        kubeconfig,
        null,
        false,
        outside,
        starts,
        tags,
        List.of(remark),
        missing);
  }

  private Draft at(Origin place) {
    return changed(place, missing);
  }

  private Draft changed(Origin place, List<String> lacking) {
    return new Draft(
        place,
        name,
        kind,
        object,
        namespace,
        context,
        kubeconfig,
        bindAddress,
        isExposed,
        ports,
        starts,
        tags,
        remarks,
        lacking);
  }
}
