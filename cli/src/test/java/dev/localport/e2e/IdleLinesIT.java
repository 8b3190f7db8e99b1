package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.IdleCutter.Manner;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forwards on which nothing happens for a long time, behind lines that cut what is idle for a
 * minute, beside each kubectl that {@code localport.kubectls} names. Prints the table of
 * docs/reliability.md.
 */
@Tag("long")
@OnRealCluster
class IdleLinesIT {
  private static final Duration IDLE =
      Duration.ofSeconds(Integer.getInteger("localport.idle.seconds", 130));
  private static final int FORWARDS = Integer.getInteger("localport.idle.forwards", 3);
  private static final List<String> KUBECTLS =
      List.of(System.getProperty("localport.kubectls", "kubectl").split(",", -1));
  private static final List<String> HEAD =
      List.of(
          "| line | tool | open connections lost | forwards lost | processes that ended |"
              + " connections cut |",
          "| --- | --- | --- | --- | --- | --- |");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path temporary;

  private final Deque<Closeable> owned = new ArrayDeque<>();

  /** A tool's forwards, and the line that only they use. */
  private record Behind(Manner manner, IdleCutter line, IdleForwards forwards) {}

  @Test
  void idleForwardsAndTheirConnectionsSurviveALineThatCutsWhatIsIdle(TestCluster cluster)
      throws IOException, InterruptedException {
    try {
      List<Behind> all = new ArrayList<>();
      List<IdleCutter> controls = new ArrayList<>();
      for (Manner manner : Manner.values()) {
        controls.add(control(manner));
        all.addAll(behind(manner, cluster));
      }

      Await.pass(IDLE);

      assertThat(controls).as("lines that cut").allSatisfy(c -> assertThat(c.cut()).isOne());
      System.out.printf(
          "%d forwards each, idle for %d s%n%s%n",
          FORWARDS, IDLE.toSeconds(), String.join("\n", HEAD));
      for (Behind behind : all) {
        System.out.println(row(behind));
      }
    } finally {
      close();
    }
  }

  /** Returns a line with one connection on which nothing ever moves. */
  private IdleCutter control(Manner manner) throws IOException {
    ServerSocket silent = own(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    IdleCutter line = own(new IdleCutter(silent.getLocalPort(), LIMIT, manner));
    var _ = own(Http.connect(line.port()));
    return line;
  }

  private List<Behind> behind(Manner manner, TestCluster cluster)
      throws IOException, InterruptedException {
    List<Behind> all = new ArrayList<>();
    IdleCutter line = line(manner, cluster);
    IdleForwards localport = own(IdleForwards.localport());
    Path folder = Files.createDirectory(temporary.resolve(manner.name()));
    localport.start(folder, through(line, cluster), FORWARDS);
    all.add(new Behind(manner, line, localport));
    for (String program : KUBECTLS) {
      all.add(kubectl(program, manner, cluster));
    }
    return all;
  }

  private Behind kubectl(String program, Manner manner, TestCluster cluster)
      throws IOException, InterruptedException {
    IdleCutter line = line(manner, cluster);
    IdleForwards kubectl = own(IdleForwards.kubectl(program));
    kubectl.start(program, through(line, cluster), FORWARDS);
    return new Behind(manner, line, kubectl);
  }

  private IdleCutter line(Manner manner, TestCluster cluster) throws IOException {
    Matcher server =
        Pattern.compile("server: (\\S+)").matcher(Files.readString(cluster.kubeconfig()));
    assertThat(server.find()).isTrue();
    return own(new IdleCutter(URI.create(server.group(1)).getPort(), LIMIT, manner));
  }

  private Path through(IdleCutter line, TestCluster cluster) throws IOException {
    return Kubeconfigs.changed(
        cluster.kubeconfig(),
        temporary,
        "server: \\S+",
        "server: https://127.0.0.1:" + line.port());
  }

  /** Returns the row of a table, and what LocalPort lost is nothing. */
  private static String row(Behind behind) throws InterruptedException {
    IdleForwards forwards = behind.forwards();
    long cut = behind.line().cut();
    long connections = forwards.lostConnections();
    long lost = forwards.lostForwards();
    if (forwards.tool().equals(IdleForwards.LOCALPORT)) {
      assertThat(connections).as("open connections lost").isZero();
      assertThat(lost).as("forwards lost").isZero();
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d of %d | %d of %d | %d | %d |",
        behind.manner() == Manner.RESET ? "resets" : "drops silently",
        forwards.tool(),
        connections,
        FORWARDS,
        lost,
        FORWARDS,
        forwards.ended(),
        cut);
  }

  private <T extends Closeable> T own(T thing) {
    owned.push(thing);
    return thing;
  }

  private void close() throws IOException {
    for (Closeable thing : owned) {
      thing.close();
    }
  }
}
