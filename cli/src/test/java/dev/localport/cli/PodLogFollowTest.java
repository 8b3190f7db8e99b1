package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogRequest;
import dev.localport.api.PodLogSource;
import dev.localport.api.PodLogWindow;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code logs NAME --pod -f} while daemons come and go: the next one is told where to go on. */
class PodLogFollowTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final PodLogSource FIRST = new PodLogSource("web-1", "u1", "server", "c1");
  private static final PodLogSource SECOND = new PodLogSource("web-2", "u2", "server", "c2");

  @TempDir private Path root;
  private final List<PodLogRequest> asked = new ArrayList<>();
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
  }

  private static PodLogLine line(long millis, String text) {
    return new PodLogLine(NOON.plusMillis(millis), text);
  }

  private static void position(RpcConnection to, PodLogPosition position) {
    boolean _ = to.deliver(Methods.POD_POSITION, position.toJson());
  }

  private static void lines(RpcConnection to, PodLogSource source, PodLogLine... lines) {
    boolean _ =
        to.deliver(
            Methods.POD_LINES,
            JsonObject.builder()
                .put("source", source.toJson())
                .put("lines", Stream.of(lines).map(PodLogLine::toJson).toList())
                .build());
  }

  /** Runs a command over a daemon that does that and crashes, and the next one, which ends it. */
  private Terminal.Result run(Consumer<RpcConnection> does, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("logs", "web", "--pod", "-f"));
    words.addAll(List.of(more));
    List<FakeDaemon> daemons = new ArrayList<>(List.of(new FakeDaemon(terminal.state(), 0)));
    daemons
        .getFirst()
        .does(
            Methods.LOG_POD,
            (params, from) -> {
              asked.add(PodLogRequest.from(params));
              does.accept(from);
              daemons.getFirst().letGo();
              daemons.add(next());
              daemons.getFirst().closeSoon();
              return JsonObject.empty();
            });
    try {
      return terminal.run(words.toArray(String[]::new));
    } finally {
      daemons.forEach(FakeDaemon::close);
    }
  }

  private FakeDaemon next() {
    try {
      return new FakeDaemon(terminal.state(), 1)
          .does(
              Methods.LOG_POD,
              (params, from) -> {
                asked.add(PodLogRequest.from(params));
                boolean _ = from.deliver(Methods.POD_END, JsonObject.empty());
                return JsonObject.empty();
              });
    } catch (Exception e) {
      throw new AssertionError("a fake daemon starts", e);
    }
  }

  private PodLogPosition after() {
    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst().after()).isNull();
    return Objects.requireNonNull(asked.getLast().after());
  }

  /* Both -n and --since say where it begins, and only the daemon knows which line that is. */
  @Test
  void theNextDaemonBeginsWhereTheLastOneDid() throws Exception {
    PodLogWindow window = new PodLogWindow();
    window.beginWith(line(100, "two"));

    Terminal.Result result =
        run(
            daemon -> {
              position(daemon, window.position(FIRST));
              lines(daemon, FIRST, line(100, "two"), line(200, "three"));
            },
            "--since",
            "1h",
            "-n",
            "2");

    window.add(line(100, "two"));
    window.add(line(200, "three"));
    assertThat(after()).isEqualTo(window.position(FIRST));
    assertThat(result.stdout()).isEqualTo("two\nthree\n");
    assertThat(result.exit()).as(result.stderr()).isZero();
  }

  @Test
  void inAPodThatRanAllAlongTheNextDaemonPrintsNothingOlder() throws Exception {
    PodLogWindow window = new PodLogWindow();
    window.beginAt(NOON.plusMillis(100));

    Terminal.Result result =
        run(daemon -> {
          position(daemon, new PodLogWindow().position(FIRST));
          lines(daemon, FIRST, line(100, "one"));
          position(daemon, window.position(SECOND));
          lines(daemon, SECOND, line(150, "other"));
        });

    window.add(line(150, "other"));
    assertThat(after()).isEqualTo(window.position(SECOND));
    assertThat(result.stdout()).isEqualTo("one\nother\n");
  }

  @Test
  void theNextDaemonLosesNothingBeforeTheFirstLine() throws Exception {
    PodLogWindow window = new PodLogWindow();
    window.beginWith(line(100, "not wanted"));
    window.add(line(100, "not wanted"));

    Terminal.Result result = run(daemon -> position(daemon, window.position(FIRST)), "-n", "0");

    assertThat(after()).isEqualTo(window.position(FIRST));
    assertThat(asked.getLast().follow()).isTrue();
    assertThat(result.stdout()).isEmpty();
  }

  @Test
  void aDaemonThatOpenedNoLogIsAskedAgain() throws Exception {
    var _ = run(_ -> {}, "-n", "7");

    assertThat(asked).hasSize(2);
    assertThat(asked.getLast()).isEqualTo(asked.getFirst());
    assertThat(asked.getLast().lines()).isEqualTo(7);
  }
}
