package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the user's files are, what their folders are called, and who may read them. */
@Tag("ci")
@BesideOthers
class NamesIT {
  @TempDir Path temporary;

  @AutoClose private SimulatedCluster cluster;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
  }

  /** The folder is made by a shell: this test's own Java may not be able to name it. */
  @Test
  void aHomeWithAnUmlautWorksInTheLocaleOfC() throws IOException, InterruptedException {
    Files.writeString(temporary.resolve("localport.yaml"), SimulatedCluster.WEB);
    String go =
        """
        home=$1/j$(printf '\\303\\274')r
        mkdir -p "$home/work" "$home/lp"
        cp "$1/localport.yaml" "$home/work/my$(printf '\\303\\274').yaml"
        cp "$1/sim/kubeconfig" "$home/config"
        cd "$home/work"
        export HOME="$home" LOCALPORT_HOME="$home/lp" KUBECONFIG="$home/config" LC_ALL=C
        export LOCALPORT_CONFIG="$home/work/my$(printf '\\303\\274').yaml"
        shift
        exec "$@"
        """;
    try {
      Result start = shell(go, "start", "-v", "--timeout", "60");
      assertThat(start.exit()).as(start.toString()).isZero();
      assertThat(start.stderr()).contains("configuration: myü.yaml");

      Result status = shell(go, "status", "-o", "json");
      assertThat(status.exit()).isZero();
      assertThat(status.stdout()).contains("/jür/work/myü.yaml");
      assertThat(shell(go, "config", "validate").stdout()).contains("myü.yaml is valid: 1 service");
      assertThat(shell(go, "logs", "web").stdout()).contains("connected");
      assertThat(shell(go, "reconnect", "web").exit()).isZero();
    } finally {
      Result stop = shell(go, "daemon", "stop");
      assertThat(stop.stdout()).as(stop.toString()).contains("daemon stopped");
    }
  }

  /** Runs the launcher as a user's shell does. */
  private Result shell(String script, String... arguments)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");
    List<String> command =
        new ArrayList<>(List.of("sh", "-ec", script, "sh", temporary.toString()));
    command.add(root.resolve("localport").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try (RunningProgram running = RunningProgram.start(builder)) {
      return running.awaitEnd();
    }
  }

  @Test
  void aRelativeHomeIsTheSameForTheDaemonAndForEveryFolder()
      throws IOException, InterruptedException {
    try (LocalportProgram localport =
        new LocalportProgram(temporary, cluster.kubeconfig())
            .with("LOCALPORT_HOME", "../home")
            .with("KUBECONFIG", "../sim/kubeconfig")) {
      localport.config(SimulatedCluster.WEB);

      assertThat(localport.run("start", "--timeout", "60").exit()).isZero();

      assertThat(localport.findDaemon()).isPresent();
      localport.with("LOCALPORT_HOME", localport.home().toString());
      assertThat(localport.run("status", "-o", "text", "web").stdout()).contains("connected");
      assertThat(localport.run("daemon", "restart").exit()).isZero();
      localport.with("LOCALPORT_HOME", "./../folder/../home");
      assertThat(localport.run("daemon", "status").exit()).isZero();
    }
  }

  @Test
  void everyFileIsForItsOwnerAloneWhateverTheUmask() throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      Path home = localport.home();
      localport.config(SimulatedCluster.WEB);

      openly(localport, "config", "trust", "localport.yaml");
      openly(localport, "start", "--timeout", "60");
      openly(localport, "reconnect", "web");

      Map<String, String> modes = new TreeMap<>();
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.filter(path -> !path.equals(home)).toList()) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
          modes.put(home.relativize(file).toString(), mode);
        }
      }
      assertThat(modes)
          .containsKeys("daemon.json", "daemon.lock", "daemon.start", "state.json", "trusted.json")
          .containsKeys(
              "daemon.sock", "logs/daemon.log", "logs/daemon.out", "logs/services/web.log")
          .containsKeys("kubeconfigs");
      assertThat(modes)
          .allSatisfy((file, mode) ->
              assertThat(mode)
                  .as(file)
                  .isEqualTo(Files.isDirectory(home.resolve(file)) ? "rwx------" : "rw-------"));
    }
  }

  private static void openly(LocalportProgram localport, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = localport.builder(arguments);
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 0000; exec \"$@\"", "sh"));
    command.addAll(builder.command());
    try (RunningProgram running = RunningProgram.start(builder.command(command))) {
      Result result = running.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isZero();
    }
  }
}
