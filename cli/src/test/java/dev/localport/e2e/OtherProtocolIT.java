package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds that speak different protocols on one machine, as after an update: today's, and one
 * that calls itself 9.9.9 and speaks protocol 2. Each can see, stop and replace the other's daemon.
 */
@Tag("ci")
@BesideOthers
class OtherProtocolIT {
  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private Path other;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    other = Files.createDirectory(temporary.resolve("other"));
    compile(
        "ProtocolVersion",
        """
        package dev.localport.api;
        public final class ProtocolVersion { public static int current() { return 2; } }
        """);
    compile(
        "Version",
        """
        package dev.localport.api;
        public final class Version { public static String current() { return "9.9.9"; } }
        """);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void compile(String name, String source) {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///dev/localport/api/" + name + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    boolean compiled =
        compiler
            .getTask(null, null, problems, List.of("-d", other.toString()), null, List.of(file))
            .call();
    assertThat(compiled).as(problems.getDiagnostics().toString()).isTrue();
  }

  private LocalportProgram today() {
    try {
      return new LocalportProgram(temporary, cluster.kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same home, used with the commands and the daemon of the other build. */
  private LocalportProgram next() {
    return today().withCommandClasses(other).withDaemonClasses(other);
  }

  private static int forwarding(LocalportProgram localport)
      throws IOException, InterruptedException {
    localport.config(Yaml.demo("web"));
    Result start = localport.run("start", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    return Ports.of(localport, "web");
  }

  private static String words(
      LocalportProgram localport, String daemon, String command, String tail) throws IOException {
    return "the daemon (pid %d, version %s) speaks %s; replace the daemon with this version: localport daemon restart%s\n"
        .formatted(localport.findDaemon().orElseThrow().pid(), daemon, command, tail);
  }

  @Test
  void aNewerCommandLineReplacesAnOlderDaemonWithItsServicesAndPorts()
      throws IOException, InterruptedException {
    try (LocalportProgram older = today();
        LocalportProgram newer = next()) {
      int port = forwarding(older);
      String version = older.json("daemon", "status", "-o", "json").text("version");

      assertThat(newer.run("status"))
          .isEqualTo(
              new Result(
                  1,
                  "",
                  words(
                      newer,
                      version,
                      "protocol 1, this localport (version 9.9.9) protocol 2",
                      "")));
      Result status = newer.run("daemon", "status", "-o", "json");
      assertThat(status.exit()).isZero();
      assertThat(JsonObject.parse(status.stdout()).number("protocol")).isEqualTo(1);

      Result restart = newer.run("daemon", "restart");
      assertThat(restart.exit()).as(restart.toString()).isZero();

      assertThat(newer.json("daemon", "status", "-o", "json").text("version")).isEqualTo("9.9.9");
      assertThat(Ports.of(newer, "web")).isEqualTo(port);
      assertThat(Await.until("traffic", () -> Http.get(port, "/"), text -> true)).contains("web-");
    }
  }

  @Test
  void anOlderCommandLineSeesStopsAndReplacesANewerDaemon()
      throws IOException, InterruptedException {
    try (LocalportProgram older = today();
        LocalportProgram newer = next()) {
      int port = forwarding(newer);
      String version = older.json("version", "-o", "json").text("version");

      Result status = older.run("status");
      assertThat(status.exit()).isEqualTo(1);
      assertThat(status.stderr())
          .isEqualTo(
              words(
                  older,
                  "9.9.9",
                  "protocol 2, this localport (version %s) protocol 1".formatted(version),
                  ", or use localport 9.9.9"));
      assertThat(older.run("daemon", "status").exit()).isZero();
      assertThat(older.run("daemon", "restart").exit()).isZero();
      assertThat(older.json("daemon", "status", "-o", "json").text("version")).isEqualTo(version);
      assertThat(Ports.of(older, "web")).isEqualTo(port);

      assertThat(newer.run("daemon", "restart").exit()).isZero();
      assertThat(older.run("daemon", "stop")).isEqualTo(new Result(0, "daemon stopped\n", ""));
      assertThat(older.findDaemon()).isEmpty();
    }
  }
}
