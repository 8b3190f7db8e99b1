package dev.localport.daemon.cluster;

import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.kube.reads.ClusterReadsContract;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Answers that tests make up keep what an API server's promise. */
class FakeReadsTest extends ClusterReadsContract {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final FakeReads reads = new FakeReads();

  @Override
  protected ClusterReads reads() {
    return reads;
  }

  @Override
  protected void crowd() {
    List<Integer> order = List.of(7, 2, 9, 4, 1, 8, 3, 6, 5, 0);
    reads.nodes = order.stream().map(i -> FakeReads.node("node-" + i, true)).toList();
    reads.events =
        IntStream.range(0, 10)
            .mapToObj(i ->
                FakeReads.event(
                    i % 2 == 0 ? "Normal" : "Warning",
                    "pod/web-" + i,
                    "shop",
                    NOW.plusSeconds(order.get(i))))
            .toList();
  }

  @Override
  protected void fail(FailureKind kind) {
    reads.fail("*", kind);
  }

  @Override
  protected void forbidNodes() {
    reads.fail("nodes", FailureKind.FORBIDDEN);
  }

  @Override
  protected void failPart(String name) {
    reads.parts = List.of(name);
  }

  @Override
  protected String measure() {
    reads.unmeasured = Set.of("nosuch");
    return "web-1";
  }

  @Override
  protected void hang() {
    List.of("probe", "nodes", "pods").forEach(reads::hang);
  }
}
