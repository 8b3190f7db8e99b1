package dev.localport.simulator.faults;

import dev.localport.simulator.faults.Faults.Denied;
import dev.localport.simulator.faults.Faults.Scope;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.portforward.PortForward.Protocol;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What the control port can be asked: one name for each fault, its values in the query. */
public final class ControlRoutes {
  private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);
  private static final String NAMES =
      """
      latency?ms=N                 delay the API server's responses; 0 for no delay
      black-hole?on=true|false     deliver nothing, either way
      forget-flows                 deliver nothing on connections that stand; new ones work
      slow-reads?bytes=N           read N bytes a second from all clients; 0 for no limit
      reset                        reset all connections
      away                         refuse connections, and reset those that stand
      back                         listen again, on the same port
      status?scope=api|portforward&code=N&times=N
                                   answer the next requests with this status
      deny?verb=V&resource=R       forbid a verb on a resource, such as create on pods/portforward
      protocols?speak=tunnel,channel,spdy
                                   speak these port-forward protocols only; may be empty
      front?refuse=tunnel,channel,spdy
                                   let a proxy in front refuse these protocols with a 403 page
      page?code=N                  answer everything with a page, as a gateway (502) or a sign-in
                                   page (200, 302, 403) does; 0 for no page
      stale-watches?on=true|false  keep watches open and silent
      forget-history               answer watches from an earlier version with 410
      fail-part?name=N&on=true|false
                                   let a check of /readyz fail, such as etcd
      go-away                      let SPDY sessions say GOAWAY
      pings-only                   let the open SPDY sessions answer pings and nothing else, as
                                   a proxy does whose pod is gone
      delete-pod?namespace=NS&name=POD
      write-log?namespace=NS&name=POD&lines=N
                                   let a pod write numbered lines, all in one instant; the numbers
                                   go on over all pods
      restart-container?namespace=NS&name=POD
                                   end a pod's log, and begin the next one
      rotate-log?namespace=NS&name=POD
                                   forget the lines of a pod's log so far
      ready?namespace=NS&name=POD&on=true|false
      node-lost?name=NODE&on=true|false
                                   cut a node off: it is NotReady, sessions to its pods are silent,
                                   and they are recreated elsewhere; or bring it back
      kubelet-stopped?name=NODE&on=true|false
                                   let a node's kubelet refuse the API server, and reset what
                                   leads there; or let it run again
      node-unheard?name=NODE&on=true|false
                                   let the node controller take Ready from a node's pods, though
                                   they run; or give it back
      event?about=pod|node&namespace=NS&name=NAME&type=Normal|Warning&reason=REASON
                                   write an event about a pod or a node, to which nothing happens
      crowd?pods=N&nodes=N&events=N
                                   list so many made-up objects in place of the real ones; 0 for none
      measure?cpu=MILLIS&memory=MIB
                                   serve metrics.k8s.io: each container uses so much; 0 and 0: do not
      clear                        take all faults back
      """;

  /** What lies outside of the faults. */
  public interface Cluster {
    /** Refuses connections from now on. */
    void away();

    /** Listens again. */
    CompletableFuture<?> back();

    /** Forgets the history of the objects. */
    void forgetHistory();

    /** Deletes a pod, as {@code kubectl delete} does. */
    void deletePod(String namespace, String name);

    /** Lets a pod write numbered lines. */
    void writeLog(String namespace, String name, int lines);

    /** Restarts the container of a pod. */
    void restartContainer(String namespace, String name);

    /** Forgets the lines of a pod's log so far. */
    void rotateLog(String namespace, String name);

    /** Makes a running pod Ready or not. */
    void setReady(String namespace, String name, boolean ready);

    /** Cuts a node off. */
    void loseNode(String name);

    /** Brings a node back. */
    void bringNodeBack(String name);

    /** Takes Ready from a node's pods, which continue; or gives it back. */
    void unheard(String node, boolean on);

    /** Writes an event; {@code kind} is {@code pod} or {@code node}. */
    void happened(String kind, String namespace, String name, String type, String reason);

    /** Lists this many made-up objects in place of the real ones. */
    void crowd(int pods, int nodes, int events);

    /** Serves what each container uses; nothing at all: it is not served. */
    void measure(int cpuMillis, int mebibytes);
  }

  private final Faults faults;
  private final LineFaults lines;
  private final Cluster cluster;

  /** Creates the routes to these faults. */
  public ControlRoutes(Faults faults, LineFaults lines, Cluster cluster) {
    this.faults = faults;
    this.lines = lines;
    this.cluster = cluster;
  }

  /** Returns what is wrong just now, and what can be asked. */
  public String describe() {
    return Json.write(faults.describe()) + "\n\n" + NAMES;
  }

  /**
   * Switches a fault.
   *
   * @return completes when it is in effect
   * @throws StatusException if there is no such fault, or a value is wrong
   */
  public CompletableFuture<?> handle(String name, Map<String, String> values) {
    switch (name) {
      case "latency" -> lines.latency(number(values, "ms"));
      case "black-hole" -> lines.blackHole(isOn(values));
      case "slow-reads" -> lines.slowReads(number(values, "bytes"));
      case "reset" -> lines.reset();
      case "away" -> {
        cluster.away();
        lines.reset();
      }
      case "back" -> {
        return cluster.back();
      }
      case "status" -> {
        Scope scope = Scope.valueOf(oneOf(values, "scope", "api|portforward"));
        faults.status(scope, (int) number(values, "code"), number(values, "times"));
      }
      case "deny" -> faults.deny(new Denied(text(values, "verb"), text(values, "resource")));
      case "protocols" -> faults.speak(protocols(values, "speak"));
      case "front" -> faults.refuseInFront(protocols(values, "refuse"));
      case "page" -> faults.page((int) number(values, "code"));
      case "stale-watches" -> faults.staleWatches(isOn(values));
      case "forget-history" -> cluster.forgetHistory();
      case "forget-flows" -> lines.forget();
      case "go-away" -> lines.goAway();
      case "pings-only" -> lines.pingsOnly();
      case "delete-pod" -> cluster.deletePod(text(values, "namespace"), text(values, "name"));
      case "write-log" ->
          cluster.writeLog(
              text(values, "namespace"), text(values, "name"), (int) number(values, "lines"));
      case "restart-container" ->
          cluster.restartContainer(text(values, "namespace"), text(values, "name"));
      case "rotate-log" -> cluster.rotateLog(text(values, "namespace"), text(values, "name"));
      case "ready" ->
          cluster.setReady(text(values, "namespace"), text(values, "name"), isOn(values));
      case "node-lost" -> nodeLost(text(values, "name"), isOn(values));
      case "kubelet-stopped" -> kubeletStopped(text(values, "name"), isOn(values));
      case "node-unheard" -> cluster.unheard(text(values, "name"), isOn(values));
      case "event" -> happened(values);
      case "fail-part" -> faults.failPart(text(values, "name"), isOn(values));
      case "crowd" ->
          cluster.crowd(
              (int) number(values, "pods"),
              (int) number(values, "nodes"),
              (int) number(values, "events"));
      case "measure" ->
          cluster.measure((int) number(values, "cpu"), (int) number(values, "memory"));
      case "clear" -> {
        faults.clear();
        lines.clear();
      }
      default ->
          throw StatusException.of(
              404, "no fault \"%s\"; known faults:\n%s".formatted(name, NAMES));
    }
    return DONE;
  }

  private void happened(Map<String, String> values) {
    String kind = oneOf(values, "about", "pod|node").toLowerCase(Locale.ROOT);
    String type = oneOf(values, "type", "Normal|Warning").equals("NORMAL") ? "Normal" : "Warning";
    String namespace = kind.equals("node") ? "" : text(values, "namespace");
    cluster.happened(kind, namespace, text(values, "name"), type, text(values, "reason"));
  }

  private void nodeLost(String name, boolean lost) {
    if (lost) {
      cluster.loseNode(name);
      lines.silence(name);
    } else {
      cluster.bringNodeBack(name);
      lines.reset(name);
    }
  }

  private void kubeletStopped(String node, boolean stopped) {
    faults.stopKubelet(node, stopped);
    if (stopped) {
      lines.reset(node);
    }
  }

  private static String text(Map<String, String> values, String key) {
    String text = values.getOrDefault(key, "");
    if (text.isEmpty()) {
      throw StatusException.badRequest("%s= is missing".formatted(key));
    }
    return text;
  }

  private static long number(Map<String, String> values, String key) {
    String text = text(values, key);
    if (!text.matches("\\d{1,9}")) {
      throw StatusException.badRequest("%s=%s is not a number".formatted(key, text));
    }
    return Long.parseLong(text);
  }

  private static boolean isOn(Map<String, String> values) {
    return oneOf(values, "on", "true|false").equals("TRUE");
  }

  /** Returns the value in upper case, as our constants are written. */
  private static String oneOf(Map<String, String> values, String key, String choice) {
    String text = text(values, key);
    if (!text.matches(choice)) {
      throw StatusException.badRequest("%s=%s is not %s".formatted(key, text, choice));
    }
    return text.toUpperCase(Locale.ROOT);
  }

  private static Set<Protocol> protocols(Map<String, String> values, String key) {
    Set<Protocol> spoken = EnumSet.noneOf(Protocol.class);
    for (String name : values.getOrDefault(key, "").split(",", -1)) {
      if (!name.isEmpty()) {
        String known = oneOf(Map.of(key, name), key, "tunnel|channel|spdy");
        spoken.add(Protocol.valueOf(known));
      }
    }
    return spoken;
  }
}
