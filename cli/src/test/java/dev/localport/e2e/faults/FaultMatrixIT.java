package dev.localport.e2e.faults;

import dev.localport.e2e.NeedsFaults;
import dev.localport.e2e.OnRealCluster;
import dev.localport.e2e.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of {@code docs/reliability.md}: what each fault does to connections, states and events,
 * with real traffic on the real cluster. It is printed at the end of the class. What has to hold is
 * asserted; times are only measured, so it runs alone.
 */
@OnRealCluster
@NeedsFaults
class FaultMatrixIT {
  private static final List<String> TABLE =
      new CopyOnWriteArrayList<>(
          List.of(
              "| fault | noticed within | shown | open connections | new connections, ten a second"
                  + " | recovered within | events written | needed from you |",
              "| --- | --- | --- | --- | --- | --- | --- | --- |"));

  @TempDir Path temporary;

  /** Two, since every row costs about half a minute for a daemon of its own and traffic. */
  static Stream<Row> seconds() {
    return Stream.of(LineRows.dropped(), ClusterRows.podDeleted());
  }

  static Stream<Row> moreSeconds() {
    return Stream.of(
        AccountRows.kubeconfigReplaced(),
        MachineRows.daemonKilled(),
        MachineRows.diskFull(),
        MachineRows.fewDescriptors());
  }

  static Stream<Row> minutes() {
    return Stream.of(
        ClusterRows.apiServerPaused(),
        ClusterRows.apiServerStopped(),
        LineRows.blackHole(),
        LineRows.allPacketsLost(),
        LineRows.somePacketsLost(),
        LineRows.latency(),
        LineRows.bandwidth(),
        ClusterRows.kubeletStopped(),
        ClusterRows.deploymentRolled(),
        ClusterRows.namespaceDeleted(),
        AccountRows.certificateExpired(),
        AccountRows.tokenRevoked(),
        AccountRows.kubeconfigBroken());
  }

  @AfterAll
  static void report() {
    System.out.println(String.join("\n", TABLE));
  }

  @ParameterizedTest
  @MethodSource("seconds")
  @Tag("ci")
  void aFaultThatIsSeenInSecondsIsRecoveredFrom(Row row, TestCluster cluster)
      throws IOException, InterruptedException {
    play(row, cluster);
  }

  @ParameterizedTest
  @MethodSource("moreSeconds")
  @Tag("long")
  void anotherFaultThatIsSeenInSecondsIsRecoveredFrom(Row row, TestCluster cluster)
      throws IOException, InterruptedException {
    play(row, cluster);
  }

  @ParameterizedTest
  @MethodSource("minutes")
  @Tag("long")
  void aFaultThatLastsIsRecoveredFrom(Row row, TestCluster cluster)
      throws IOException, InterruptedException {
    play(row, cluster);
  }

  private void play(Row row, TestCluster cluster) throws IOException, InterruptedException {
    try (Scene scene = row.stage().set(cluster.faults(), temporary)) {
      Outcome outcome = new Run(row, scene).play();
      TABLE.add(outcome.markdown());
      System.out.println(outcome.markdown());
      outcome.check();
    }
  }
}
