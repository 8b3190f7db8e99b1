package dev.localport.simulator.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.portforward.PortForward.Protocol;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong just now. All methods run on the event loop. */
public final class Faults {
  /** Which requests a status fault hits. */
  public enum Scope {
    /** All but port forwards. */
    API,
    /** Port forwards. */
    PORTFORWARD
  }

  /**
   * A status that is answered in place of what was asked for.
   *
   * @param left how many requests it still hits
   */
  private record StatusFault(int code, long left) {}

  /** A verb that no user may use on a resource, such as {@code create} on {@code pods/log}. */
  public record Denied(String verb, String resource) {}

  private final Map<Scope, StatusFault> statuses = new EnumMap<>(Scope.class);
  private final Set<Denied> denied = new LinkedHashSet<>();
  private final Set<Protocol> protocols = EnumSet.allOf(Protocol.class);
  private final Set<String> failedParts = new LinkedHashSet<>();
  private final Set<String> stoppedKubelets = new LinkedHashSet<>();
  private final Set<Protocol> refusedByFront = EnumSet.noneOf(Protocol.class);
  private int page;
  private boolean staleWatches;

  /** Answers the next {@code times} requests with a status. */
  public void status(Scope scope, int code, long times) {
    statuses.put(scope, new StatusFault(code, times));
  }

  /** Forbids a verb on a resource, for all users. */
  public void deny(Denied rule) {
    denied.add(rule);
  }

  /** Speaks these port-forward protocols only. */
  public void speak(Set<Protocol> spoken) {
    protocols.retainAll(Set.of());
    protocols.addAll(spoken);
  }

  /** Lets watches be silent while they stay open, or sends them what happens from now on. */
  public void staleWatches(boolean stale) {
    staleWatches = stale;
  }

  /** Lets a check of {@code /readyz} fail, or pass again. */
  public void failPart(String name, boolean fails) {
    if (fails) {
      failedParts.add(name);
    } else {
      failedParts.remove(name);
    }
  }

  /** Returns the checks of {@code /readyz} that fail. */
  public Set<String> failedParts() {
    return failedParts;
  }

  /** Lets a node's kubelet refuse connections of the API server, or take them again. */
  public void stopKubelet(String node, boolean stopped) {
    if (stopped) {
      stoppedKubelets.add(node);
    } else {
      stoppedKubelets.remove(node);
    }
  }

  /** Returns whether a node's kubelet refuses connections of the API server. */
  public boolean isKubeletStopped(String node) {
    return stoppedKubelets.contains(node);
  }

  /**
   * Answers every request with a page, as a gateway or a sign-in page in front does.
   *
   * @param code the HTTP status of the page, 3xx for a redirect; 0: no page
   */
  public void page(int code) {
    page = code;
  }

  /** Returns the HTTP status of the page that answers everything; 0: there is none. */
  public int page() {
    return page;
  }

  /** Lets a proxy in front answer upgrades to these protocols with its own page. */
  public void refuseInFront(Set<Protocol> refused) {
    refusedByFront.clear();
    refusedByFront.addAll(refused);
  }

  /** Returns whether a proxy in front refuses upgrades to this protocol. */
  public boolean isRefusedInFront(Protocol protocol) {
    return refusedByFront.contains(protocol);
  }

  /** Takes everything back. */
  public void clear() {
    statuses.clear();
    stoppedKubelets.clear();
    refusedByFront.clear();
    page = 0;
    denied.clear();
    protocols.addAll(EnumSet.allOf(Protocol.class));
    failedParts.clear();
    staleWatches = false;
  }

  /** Returns whether watches are silent. */
  public boolean areWatchesStale() {
    return staleWatches;
  }

  /** Returns the port-forward protocols that are spoken. */
  public Set<Protocol> protocols() {
    return protocols;
  }

  /** Returns whether this is forbidden for all users. */
  public boolean isDenied(String verb, String resource) {
    return denied.contains(new Denied(verb, resource));
  }

  /** Returns what to answer in place of what was asked for; null for nothing. Counts it. */
  public @Nullable StatusException next(Scope scope) {
    StatusFault fault = statuses.get(scope);
    if (fault == null) {
      return null;
    }
    if (fault.left() > 1) {
      statuses.put(scope, new StatusFault(fault.code(), fault.left() - 1));
    } else {
      statuses.remove(scope);
    }
    return StatusException.of(fault.code(), "a fault that was asked for: " + fault.code());
  }

  /** Describes them. */
  public ObjectNode describe() {
    ObjectNode all = Json.object();
    statuses.forEach((scope, fault) ->
        all.withObject("/status")
            .withObject("/" + scope)
            .put("code", fault.code())
            .put("left", fault.left()));
    all.put("denied", denied.toString()).put("protocols", protocols.toString());
    all.put("stopped_kubelets", stoppedKubelets.toString()).put("page", page);
    all.put("refused_in_front", refusedByFront.toString());
    all.put("failed_parts", failedParts.toString());
    return all.put("stale_watches", staleWatches);
  }
}
