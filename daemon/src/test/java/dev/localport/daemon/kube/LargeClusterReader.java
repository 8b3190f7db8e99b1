package dev.localport.daemon.kube;

import dev.localport.api.ClusterEvent;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodCounts;
import dev.localport.api.ProxyVariables;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.net.Transport;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Reads a cluster once in a process of its own, and prints what it counted and what that cost. */
final class LargeClusterReader {
  private static final Duration PATIENT = Duration.ofMinutes(5);
  private static final ClusterQuery ALL = new ClusterQuery(true, null, null, null, 0, null);

  private LargeClusterReader() {}

  /** Takes the kubeconfig. */
  public static void main(String[] arguments) throws Exception {
    Transport transport = Transport.open(1);
    try (KubeContexts contexts = new KubeContexts(Instant::now, transport)) {
      ClusterReads reads =
          contexts.open(new KubeShell(arguments[0], ProxyVariables.NONE), null).reads();
      measured("the client alone", () -> "probe " + reads.probe(PATIENT).took().toMillis() + " ms");
      measured("pods", () -> words(reads.pods(ALL, PATIENT)));
      measured("nodes", () -> nodes(reads.nodes(ALL, PATIENT)));
      measured("events", () -> events(reads.events(ALL, 50, Map.of(), PATIENT).events()));
      measured("pods", () -> words(reads.pods(ALL, PATIENT)));
    } finally {
      transport.close(Duration.ofSeconds(5));
    }
  }

  private static String words(PodCounts pods) {
    return "%d, restarts %d, waiting %d reasons"
        .formatted(pods.total(), pods.restarts(), pods.waiting().size());
  }

  private static String nodes(List<NodeInfo> nodes) {
    return "%d, ready %d".formatted(nodes.size(), nodes.stream().filter(NodeInfo::ready).count());
  }

  private static String events(List<ClusterEvent> events) {
    return "%d, warnings %d"
        .formatted(events.size(), events.stream().filter(ClusterEvent::isWarning).count());
  }

  private static void measured(String what, Callable<String> read) throws Exception {
    long before = used();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long begun = System.nanoTime();
    long cpuBegun = cpu();
    String said = read.call();
    long millis = (System.nanoTime() - begun) / 1_000_000;
    long cpuMillis = cpu() - cpuBegun;
    long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    System.out.printf(
        "%s: %s; %d ms, CPU of the process %d ms, heap %.1f MiB before, at most %.1f, after %.1f%n",
        what, said, millis, cpuMillis, mib(before), mib(peak), mib(used()));
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double mib(long bytes) {
    return bytes / 1024.0 / 1024.0;
  }
}
