package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever somebody removes, fills or forbids of the daemon's files: connections that are open go
 * on, and commands answer with the truth. How long they took is printed for whoever reads the
 * build.
 */
@Tag("ci")
@BesideOthers
class ReachabilityIT {
  @TempDir Path temporary;
  @AutoClose private SimulatedCluster cluster;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
  }

  private LocalportProgram forwarding(LocalportProgram localport)
      throws IOException, InterruptedException {
    localport.config(
        """
        version: "1.0"
        services:
          - {name: echo, local_port: auto, remote_port: echo,
             connection: {resource_type: deployment, resource_name: web, namespace: demo}}
          - {name: page, local_port: auto, remote_port: http,
             connection: {resource_name: web, namespace: demo}}
        """);
    Result start = localport.run("start", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }

  private LocalportProgram forwarding() throws IOException, InterruptedException {
    return forwarding(new LocalportProgram(temporary, cluster.kubeconfig()));
  }

  /** Runs a command, and prints how long it took. */
  private static Result timed(LocalportProgram localport, String... arguments)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Result result = localport.run(arguments);
    System.out.printf(
        "localport %s: exit %d after %.2f s%n",
        String.join(" ", arguments), result.exit(), (System.nanoTime() - begun) / 1e9);
    return result;
  }

  private static void assertAnswers(LocalportProgram localport, long pid)
      throws IOException, InterruptedException {
    Result status = timed(localport, "status", "-o", "json");
    assertThat(status.exit()).as(status.toString()).isZero();
    JsonObject all = JsonObject.parse(status.stdout());
    assertThat(all.object("daemon").number("pid")).isEqualTo(pid);
    assertThat(all.objects("services"))
        .filteredOn(service -> service.text("name").equals("echo"))
        .extracting(service -> service.text("state"))
        .containsExactly("connected");
  }

  @Test
  void filesThatSomebodyRemovesAreMadeAgain() throws IOException, InterruptedException {
    try (LocalportProgram localport = forwarding();
        EchoTraffic traffic = new EchoTraffic(Ports.of(localport, "echo"))) {
      long pid = localport.findDaemon().orElseThrow().pid();
      for (String name : List.of("daemon.sock", "daemon.json", "daemon.lock")) {
        System.out.println("removed: " + name);
        Files.delete(localport.home().resolve(name));
        assertAnswers(localport, pid);
        Await.until(name + ", made again", () -> Files.exists(localport.home().resolve(name)));
      }
      traffic.assertGoesOn();
      Result second = timed(localport, "daemon", "run");
      assertThat(second.exit()).as(second.toString()).isEqualTo(1);
      assertThat(second.stderr())
          .isEqualTo("the daemon is already running (pid %d)\n".formatted(pid));
    }
  }

  @Test
  void aStateFolderThatSomebodyRemovesIsMadeAgainWithAllThatWasWanted()
      throws IOException, InterruptedException {
    try (LocalportProgram localport = forwarding();
        EchoTraffic traffic = new EchoTraffic(Ports.of(localport, "echo"))) {
      int port = Ports.of(localport, "echo");
      long pid = localport.findDaemon().orElseThrow().pid();

      remove(localport.home());

      Await.until("a daemon that is found", () -> localport.run("daemon", "status").exit() == 0);
      assertAnswers(localport, pid);
      traffic.assertGoesOn();
      Await.until("saved state", () -> Files.exists(localport.home().resolve("state.json")));
      assertThat(timed(localport, "daemon", "restart").exit()).isZero();
      assertThat(Ports.of(localport, "echo")).isEqualTo(port);
      assertThat(localport.run("logs").stdout()).contains("state folder recreated");
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Test
  void aLogoutThatEmptiesTheRuntimeFolderDoesNotHideTheDaemon()
      throws IOException, InterruptedException {
    Path runtime = Files.createDirectory(temporary.resolve("run"));
    LocalportProgram program = new LocalportProgram(temporary, cluster.kubeconfig());
    try (LocalportProgram localport =
            forwarding(
                program
                    .with("LOCALPORT_HOME", "")
                    .with("XDG_STATE_HOME", program.home().toString())
                    .with("XDG_RUNTIME_DIR", runtime.toString()));
        EchoTraffic traffic = new EchoTraffic(Ports.of(localport, "echo"))) {
      long pid = localport.json("daemon", "status", "-o", "json").number("pid");
      assertThat(runtime.resolve("localport/daemon.sock")).exists();

      remove(runtime);

      assertAnswers(localport, pid);
      assertThat(timed(localport, "stop", "page").exit()).isZero();
      traffic.assertGoesOn();
    }
  }

  @Test
  void aReadOnlyStateFolderIsReported() throws IOException, InterruptedException {
    try (Mounts disk = Mounts.small(temporary.resolve("home"));
        LocalportProgram localport = forwarding();
        EchoTraffic traffic = new EchoTraffic(Ports.of(localport, "echo"))) {
      long pid = localport.findDaemon().orElseThrow().pid();
      try (Closeable _ = disk.readOnly()) {
        assertAnswers(localport, pid);
        assertNotSaved(timed(localport, "stop", "page"), "read-only file system");
        assertThat(localport.run("status").stderr()).contains("not saved: read-only file system");
        traffic.assertGoesOn();
      }
      Await.until(
          "a state that is saved", () -> !localport.run("status").stderr().contains("not saved"));
      assertThat(Files.readString(localport.home().resolve("state.json")))
          .doesNotContain("\"page\"");
    }
  }

  private static void assertNotSaved(Result result, String why) {
    assertThat(result.exit()).as(result.toString()).isEqualTo(1);
    assertThat(result.stderr())
        .isEqualTo(
            "not saved: %s; LocalPort keeps trying, but the change is lost if the daemon ends first\n"
                .formatted(why));
  }

  @Test
  void aFullDiskIsReportedAndHurtsNothingElse() throws IOException, InterruptedException {
    try (Mounts disk = Mounts.small(temporary.resolve("home"));
        LocalportProgram localport = forwarding();
        EchoTraffic traffic = new EchoTraffic(Ports.of(localport, "echo"))) {
      ProcessHandle daemon = localport.findDaemon().orElseThrow();
      Path ballast = disk.fill();

      assertNotSaved(timed(localport, "stop", "page"), "no space left on tmpfs");
      Result forward = timed(localport, "forward", "-d", "-n", "demo", "svc/web", ":http");
      assertNotSaved(forward, "no space left on tmpfs");
      assertAnswers(localport, daemon.pid());
      traffic.assertGoesOn();

      Files.delete(ballast);
      Await.until(
          "a state that is saved", () -> !localport.run("status").stderr().contains("not saved"));
      assertThat(Files.readString(localport.home().resolve("state.json")))
          .contains("\"web-http\"", "\"echo\"");
    }
  }

  @Test
  void aDaemonThatStartsOnAFullDiskCanBeFoundAllTheSame() throws IOException, InterruptedException {
    try (Mounts disk = Mounts.small(temporary.resolve("home"));
        LocalportProgram localport = forwarding()) {
      int port = Ports.of(localport, "echo");
      ProcessHandle daemon = localport.findDaemon().orElseThrow();
      Path ballast = disk.fill();
      daemon.destroyForcibly();
      daemon.onExit().join();

      Result status = timed(localport, "status", "-o", "json");

      assertThat(status.exit()).as(status.toString()).isZero();
      assertThat(Ports.of(localport, "echo")).isEqualTo(port);
      try (EchoTraffic traffic = new EchoTraffic(port)) {
        traffic.assertGoesOn();
      }
      Files.delete(ballast);
      Await.until(
          "a daemon.json that names it",
          () ->
              localport.findDaemon().isPresent()
                  && localport.findDaemon().orElseThrow().pid() != daemon.pid());
    }
  }

  @Test
  void aDaemonThatDoesNotRespondIsNamedAndCanBeStopped() throws IOException, InterruptedException {
    try (LocalportProgram localport = forwarding()) {
      ProcessHandle daemon = localport.findDaemon().orElseThrow();
      signal(daemon, "STOP");

      Result status = timed(localport, "status");
      assertThat(status.exit()).isEqualTo(1);
      assertThat(status.stderr())
          .startsWith(
              "the daemon (pid %d) is running but cannot be reached: it does not respond: "
                  .formatted(daemon.pid()))
          .endsWith("; replace it: localport daemon restart\n");

      Result stop = timed(localport, "daemon", "stop");
      assertThat(stop)
          .isEqualTo(new Result(0, "daemon stopped: it did not respond and was killed\n", ""));
      Await.until("end of its process", () -> !daemon.isAlive());
      assertThat(timed(localport, "daemon", "status").exit()).isEqualTo(1);
    }
  }

  @Test
  void aDaemonThatHangsWhileItHandsOverIsReplacedAllTheSame()
      throws IOException, InterruptedException {
    try (LocalportProgram localport = forwarding();
        RunningProgram forward = localport.start("forward", "-n", "demo", "svc/web", ":80")) {
      forward.awaitLine("Ctrl-C stops.");
      int port = Ports.of(localport, "echo");
      ProcessHandle daemon = localport.findDaemon().orElseThrow();
      cluster.control("black-hole?on=true");
      try (RunningProgram waiting = // the daemon gives its call some seconds before it ends
          localport.start("forward", "-d", "-n", "demo", "deploy/web", ":80")) {
        Await.until(
            "a call that waits",
            () -> localport.json("status", "-o", "json").objects("services"),
            services -> services.size() == 4);
        RunningProgram restart = localport.start("daemon", "restart");
        Path lock = localport.home().resolve("daemon.lock");
        Await.until(
            "a daemon that ends", () -> Files.readString(lock), text -> text.contains("ending"));
        signal(daemon, "STOP");

        Result result = restart.awaitEnd();

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.stderr())
            .isEqualTo(
                "the old daemon (pid %d) did not end and was ended by a signal\n"
                    .formatted(daemon.pid()));
        assertThat(waiting.isAlive()).isFalse();
      }
      cluster.control("black-hole?on=false");
      assertThat(daemon.isAlive()).isFalse();
      assertThat(Ports.of(localport, "echo")).isEqualTo(port);
      Await.until("a forward that goes on", forward::stdout, lines -> lines.size() == 2);
    }
  }

  private static void signal(ProcessHandle process, String name)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
