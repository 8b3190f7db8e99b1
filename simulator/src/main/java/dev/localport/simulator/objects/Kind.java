package dev.localport.simulator.objects;

import java.util.List;
import java.util.Locale;

/**
 * A kind of object that the API server knows.
 *
 * @param group empty for the core group
 * @param plural the name in paths
 * @param shortNames what kubectl takes instead
 */
public record Kind(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    List<String> shortNames) {

  /** Returns {@code v1}, {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Returns {@code pods}, {@code deployments.apps}, as error messages name it. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Returns {@code pod}. */
  public String singular() {
    return kind.toLowerCase(Locale.ROOT);
  }
}
