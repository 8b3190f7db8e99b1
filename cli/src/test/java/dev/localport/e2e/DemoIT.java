package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo brings its own cluster, so it runs everywhere; and nothing of it is left. */
@Tag("ci")
@BesideOthers
class DemoIT {
  @TempDir Path temporary;

  private Path temporaryFiles;

  @BeforeEach
  void aFolderForTemporaryFiles() throws IOException {
    temporaryFiles = Files.createDirectory(temporary.resolve("tmp"));
  }

  private LocalportProgram localport() throws IOException {
    return new LocalportProgram(temporary, temporary.resolve("none"))
        .with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporaryFiles);
  }

  /** Returns cluster and daemon. */
  private List<ProcessHandle> processes(RunningProgram demo) throws IOException {
    try (Stream<Path> folders = Files.list(temporaryFiles)) {
      Path folder =
          folders.filter(path -> path.toString().contains("localport-demo-")).findAny().get();
      String daemon = Files.readString(folder.resolve("daemon.json"));
      long pid = JsonObject.parse(daemon).number("pid");
      List<ProcessHandle> processes =
          Stream.concat(
                  ProcessHandle.of(pid).stream(),
                  ProcessHandle.of(demo.pid()).orElseThrow().children())
              .distinct()
              .toList();
      assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
      return processes;
    }
  }

  private void assertNothingIsLeft(LocalportProgram localport, List<ProcessHandle> processes)
      throws IOException {
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(temporaryFiles).isEmptyDirectory();
    assertThat(localport.home()).isEmptyDirectory();
    assertThat(localport.folder()).isEmptyDirectory();
    assertThat(localport.findDaemon()).isEmpty();
  }

  @Test
  void itPlaysAllStepsOnceAndLeavesNothing() throws IOException, InterruptedException {
    try (LocalportProgram localport = localport();
        RunningProgram demo = localport.start("demo", "--once")) {
      demo.awaitLine("start: 127.0.0.1:");
      List<ProcessHandle> processes = processes(demo);

      Result result = demo.awaitEnd();

      assertThat(result.exit()).as(result.toString()).isZero();
      assertThat(result.stdout())
          .matches(
              """
              cluster: simulated, process .*
              start: .* → demo/service/web:http \\(pod (?<one>.*)\\)
              start: .* → demo/statefulset/db:greeting .*
              GET .*: 200, hello from \\k<one>
              pod deleted: \\k<one>; (?<two>.*) took over
              pod deleted: \\k<two>; (?<three>.*) took over
              GET .*: 200, hello from \\k<three>
              API server offline: .*
              GET .*: waiting for the API server
              API server back: .*: 200, hello from (?<four>.*)
              GET .*: 200, hello from \\k<four>
              stopped: daemon and cluster have ended, .* is removed
              """);
      assertNothingIsLeft(localport, processes);
    }
  }

  @Test
  void itWaitsForCtrlCAndLeavesNothing() throws IOException, InterruptedException {
    ends("INT", 130);
  }

  @Test
  void sigtermLeavesNothing() throws IOException, InterruptedException {
    ends("TERM", 143);
  }

  private void ends(String signal, int exit) throws IOException, InterruptedException {
    try (LocalportProgram localport = localport();
        RunningProgram demo = localport.start("demo")) {
      demo.awaitLine("Ctrl-C ends the demo");
      List<ProcessHandle> processes = processes(demo);
      URI web = URI.create(demo.awaitLine("curl http://").strip().substring("curl ".length()));
      assertThat(Http.get(web.getPort(), "/")).startsWith("hello from web-");

      demo.signal(signal);
      Result result = demo.awaitEnd();

      assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
      assertThat(result.stdout()).endsWith("stopped: nothing of the demo is left\n");
      assertNothingIsLeft(localport, processes);
    }
  }

  @Test
  void aSignalWhileItStartsLeavesNothing() throws IOException, InterruptedException {
    try (LocalportProgram localport = localport();
        RunningProgram demo = localport.start("demo")) {
      demo.awaitLine("cluster: simulated");
      List<ProcessHandle> cluster = ProcessHandle.of(demo.pid()).orElseThrow().children().toList();

      demo.interrupt();
      Result result = demo.awaitEnd();

      assertThat(result.exit()).as(result.toString()).isEqualTo(130);
      assertNothingIsLeft(localport, cluster);
    }
  }

  @Test
  void aClusterThatEndsIsToldAndLeavesNothing() throws IOException, InterruptedException {
    try (LocalportProgram localport = localport();
        RunningProgram demo = localport.start("demo")) {
      String line = demo.awaitLine("cluster: simulated, process ");
      demo.awaitLine("Ctrl-C ends the demo");
      List<ProcessHandle> processes = processes(demo);
      long cluster = Long.parseLong(line.replaceAll("\\D+(\\d+),.*", "$1"));

      boolean _ = ProcessHandle.of(cluster).orElseThrow().destroyForcibly();
      Result result = demo.awaitEnd();

      assertThat(result.exit()).as(result.toString()).isEqualTo(1);
      assertThat(result.stderr()).contains("the simulated cluster ended by itself, with 137");
      assertNothingIsLeft(localport, processes);
    }
  }
}
