package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are there for a command or a shell alone: pipes, and kubeconfigs of kubie's kind. */
@Tag("ci")
@BesideOthers
class TemporaryFilesIT {
  private static final Pattern LOCAL = Pattern.compile("127\\.0\\.0\\.1:(\\d+) → ");

  @TempDir Path temporary;

  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
    cluster.close();
  }

  /**
   * Runs a command whose standard input, and descriptor 3, is a pipe with the content of a file.
   */
  private Result piped(Path content, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = localport.builder(arguments);
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "cat \"$0\" | \"$@\" 3<&0", content.toString()));
    command.addAll(builder.command());
    try (RunningProgram running = RunningProgram.start(builder.command(command))) {
      return running.awaitEnd();
    }
  }

  private void serves() throws IOException, InterruptedException {
    assertThat(Http.get(Ports.of(localport, "web"), "/")).startsWith("hello from web-");
  }

  private List<Path> kept() throws IOException {
    Path folder = localport.home().resolve("kubeconfigs");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void awaitNothingKept() throws InterruptedException {
    Await.until("end of what is kept", this::kept, List::isEmpty);
  }

  private String notes() throws IOException, InterruptedException {
    return localport.run("status").stderr();
  }

  @Test
  void aConfigurationMayComeThroughAPipe() throws IOException, InterruptedException {
    Path content = Files.writeString(temporary.resolve("content"), SimulatedCluster.WEB);

    assertThat(piped(content, "config", "validate", "-c", "/dev/stdin").stdout())
        .endsWith("/dev/stdin is valid: 1 service\n");
    Result start = piped(content, "start", "-c", "/dev/stdin", "--timeout", "60");
    assertThat(start.exit()).as(start.toString()).isZero();
    serves();

    Files.writeString(
        content,
        SimulatedCluster.WEB
            + "  - {name: more, ports: ['0:80'], connection: {resource_name: web, namespace:"
            + " demo}}\n");
    Result again = piped(content, "start", "-c", "/dev/stdin", "--timeout", "60");
    assertThat(again.exit()).as(again.toString()).isZero();
    assertThat(localport.run("status").stdout()).contains("web").contains("more");

    assertThat(localport.run("daemon", "restart").exit()).isZero();
    assertThat(localport.run("daemon", "reload").exit()).isZero();
    serves();
    assertThat(notes()).doesNotContain("stdin");
  }

  @Test
  void whatAPipeMayNotBringIsRefusedInWords() throws IOException, InterruptedException {
    Path content = Files.writeString(temporary.resolve("content"), "# " + "x".repeat(600_000));

    Result large = piped(content, "start", "-c", "/dev/fd/3");
    assertThat(large.exit()).isEqualTo(2);
    assertThat(large.stderr()).isEqualTo("/dev/fd/3 cannot be read: it is larger than 512 KiB\n");

    Result saved =
        piped(content, "forward", "-d", "--save", "x", "svc/web", "80", "-c", "/dev/stdin");
    assertThat(saved.exit()).isEqualTo(2);
    assertThat(saved.stderr())
        .isEqualTo(
            "nothing can be saved in /dev/stdin, which is a pipe; name a file with --config\n");
  }

  @Test
  void aKubeconfigThroughAPipeIsKeptWhileAServiceUsesIt() throws IOException, InterruptedException {
    localport.config(SimulatedCluster.WEB);
    localport.with("KUBECONFIG", "/dev/fd/3");

    Result start = piped(cluster.kubeconfig(), "start", "--timeout", "60");
    assertThat(start.exit()).as(start.toString()).isZero();
    serves();
    assertThat(kept())
        .allSatisfy(file ->
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------"))
        .anySatisfy(file -> assertThat(file).hasSameTextualContentAs(cluster.kubeconfig()));

    assertThat(localport.run("daemon", "restart").exit()).isZero();
    Await.until(
        "web",
        () -> localport.run("status", "-o", "text", "web").stdout(),
        text -> text.contains("connected"));
    serves();

    assertThat(localport.run("stop", "web").exit()).isZero();
    awaitNothingKept();
  }

  @Test
  void aKubeconfigThatVanishesIsUsedAsItWas() throws IOException, InterruptedException {
    localport.config(SimulatedCluster.WEB);
    Path kubie = Files.copy(cluster.kubeconfig(), temporary.resolve("kubie.yaml"));
    localport.with("KUBECONFIG", kubie.toString());
    assertThat(localport.run("start", "--timeout", "60").exit()).isZero();
    String gone =
        "kubeconfig %s no longer exists; LocalPort uses its last content".formatted(kubie);
    Await.until("kept context", this::kept, files -> files.size() == 1);

    Files.delete(kubie);

    Await.until("note", this::notes, notes -> notes.contains(gone));
    assertThat(localport.run("reconnect", "web").exit()).isZero();
    serves();

    assertThat(localport.run("daemon", "stop").exit()).isZero();
    assertThat(localport.run("daemon", "start").exit()).isZero();
    Await.until(
        "web",
        () -> localport.run("status", "-o", "text", "web").stdout(),
        text -> text.contains("connected"));
    serves();
    assertThat(notes()).contains(gone);

    Files.copy(cluster.kubeconfig(), kubie);
    Await.until("end of the note", this::notes, notes -> !notes.contains(gone));
    serves();

    assertThat(localport.run("stop", "web").exit()).isZero();
    awaitNothingKept();
  }

  /**
   * Starts a forward in the foreground; with {@code /dev/stdin} as its kubeconfig it reads this.
   */
  private RunningProgram forward(Path stdin) throws IOException, InterruptedException {
    RunningProgram forward =
        RunningProgram.start(
            localport
                .builder("forward", "-n", "demo", "svc/web", Ports.quiet() + ":80")
                .redirectInput(stdin.toFile()));
    forward.awaitLine("Ctrl-C stops.");
    return forward;
  }

  private static void serves(RunningProgram forward) throws InterruptedException {
    Matcher line = LOCAL.matcher(forward.awaitLine(" → "));
    assertThat(line.find()).isTrue();
    int port = Integer.parseInt(line.group(1));
    Await.until("traffic", () -> Http.get(port, "/"), page -> page.startsWith("hello from web-"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aForwardInTheForegroundKeepsItsTemporaryKubeconfigOverTheEndOfADaemon(boolean piped)
      throws IOException, InterruptedException {
    Path kubie = Files.copy(cluster.kubeconfig(), temporary.resolve("kubie.yaml"));
    localport.with("KUBECONFIG", piped ? "/dev/stdin" : kubie.toString());
    try (RunningProgram forward = forward(kubie)) {
      Await.until("kept context", this::kept, files -> files.size() == (piped ? 2 : 1));
      List<Path> kept = kept();
      Files.delete(kubie);
      localport.with("KUBECONFIG", cluster.kubeconfig().toString());

      assertThat(localport.run("daemon", "restart").exit()).isZero();
      serves(forward);

      ProcessHandle daemon = localport.findDaemon().orElseThrow();
      daemon.destroyForcibly();
      forward.awaitLine("the daemon (pid %d) crashed".formatted(daemon.pid()));
      serves(forward);
      assertThat(kept()).containsExactlyInAnyOrderElementsOf(kept);

      forward.interrupt();
      assertThat(forward.awaitEnd().exit()).isEqualTo(130);
      awaitNothingKept();
    }
  }
}
