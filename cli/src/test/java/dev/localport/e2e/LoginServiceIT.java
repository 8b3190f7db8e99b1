package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The daemon as a service of a real systemd user manager, with a simulated cluster.
 *
 * <p>Over 300 lines: its tests share one systemd user manager, which takes seconds to start.
 */
@Tag("ci")
@BesideOthers
@ResourceLock(UserManager.LOCK)
class LoginServiceIT {
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: web
          connection: {resource_name: web, namespace: demo}
          local_port: auto
          remote_port: http
      """;

  /* What is wanted, ten times over: the times themselves are printed. */
  private static final Duration TEN_TIMES_A_SECOND = Duration.ofSeconds(10);
  private static final Duration TEN_TIMES_TWO_SECONDS = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private UserManager user;
  private SimulatedCluster cluster;
  private Path program;
  private Path state;
  private final List<String> variables = new ArrayList<>();

  @BeforeEach
  void aUserWithAFile() throws IOException, InterruptedException {
    user = UserManager.start();
    cluster = SimulatedCluster.start(temporary);
    program = readableProgram();
    state = user.home().resolve(".local/state/localport");
    Path kubeconfig = user.write("kubeconfig", Files.readString(cluster.kubeconfig()));
    user.write("shop/localport.yaml", SERVICES);
    variables.add("KUBECONFIG=" + kubeconfig);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    if (user != null) {
      user.close();
    }
  }

  /* A clone may lie where other users cannot enter. */
  private Path readableProgram() throws IOException, InterruptedException {
    Path project = LocalportProgram.root();
    Result readable = user.run("test", "-r", project.resolve("daemon/target/app").toString());
    return readable.exit() == 0 ? project : copy("program");
  }

  private Path copy(String name) throws IOException {
    Path project = LocalportProgram.root();
    Path copy = user.folder().resolve(name);
    for (String part : List.of("cli/target/app", "cli/target/aot", "daemon/target/app")) {
      copyFolder(project.resolve(part), copy.resolve(part));
    }
    Files.copy(project.resolve("cli/jvm.options"), copy.resolve("cli/jvm.options"));
    return copy;
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (Files.exists(from)) {
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private Result localport(String... arguments) throws IOException, InterruptedException {
    return localport(program, arguments);
  }

  private Result localport(Path root, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("env", "-C", user.home() + "/shop"));
    command.addAll(variables);
    command.addAll(program(root));
    command.addAll(List.of(arguments));
    return RunningProgram.start(user.builder(command)).awaitEnd();
  }

  /* What ./localport runs, packaged in a project's folder or in a copy of it. */
  private static List<String> program(Path root) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + root.resolve("cli/jvm.options"),
        "-XX:AOTCache=" + root.resolve("cli/target/aot/cli.aot"),
        "-Dlocalport.daemon.classpath=" + LocalportProgram.jars(root.resolve("daemon")),
        "-Dlocalport.daemon.cache=" + root.resolve("cli/target/aot/daemon.aot"),
        "-cp",
        LocalportProgram.jars(root.resolve("cli")),
        "dev.localport.cli.Main");
  }

  private Result done(String... arguments) throws IOException, InterruptedException {
    Result result = localport(arguments);
    assertThat(result.exit()).as(List.of(arguments) + ": " + result).isZero();
    return result;
  }

  private JsonObject json(String... arguments) throws IOException, InterruptedException {
    return JsonObject.parse(localport(arguments).stdout());
  }

  private JsonObject service() throws IOException, InterruptedException {
    return json("daemon", "status", "-o", "json").object("service");
  }

  /** Returns the daemon's process as it says itself. */
  private long daemon() throws IOException {
    return JsonObject.parse(Files.readString(state.resolve("daemon.json"))).number("pid");
  }

  /** Returns what systemd says. */
  private String shown(String property) throws IOException, InterruptedException {
    return user.run("systemctl", "--user", "show", "localport", "--value", "-p", property)
        .stdout()
        .strip();
  }

  private long managed() throws IOException, InterruptedException {
    return Long.parseLong(shown("MainPID"));
  }

  private int port() throws IOException, InterruptedException {
    JsonObject status = json("status", "web", "-o", "json");
    JsonObject port = status.objects("services").getFirst().objects("ports").getFirst();
    return (int) port.objects("local").getFirst().number("port");
  }

  private void install() throws IOException, InterruptedException {
    done("daemon", "install");
    assertThat(shown("ActiveState")).isEqualTo("active");
  }

  private int installedWithTraffic() throws IOException, InterruptedException {
    install();
    done("start");
    int port = port();
    awaitTraffic(port);
    return port;
  }

  private static void awaitTraffic(int port) throws InterruptedException {
    Await.until("traffic", () -> Http.get(port, "/"), page -> page.startsWith("hello from web-"));
  }

  private static void print(String what, Duration took) {
    System.out.printf("login service: %s: %d ms%n", what, took.toMillis());
  }

  @Test
  void itTakesOverAndIsBackByItselfAfterAKillWithTheSamePorts()
      throws IOException, InterruptedException {
    done("start");
    int port = port();
    long before = daemon();

    try (RefusedTime watch = RefusedTime.watch(port)) {
      Result install = done("daemon", "install");
      assertThat(install.stdout()).contains("it took over from the daemon that ran before");
      awaitTraffic(port);
      print("a port is refused while the service takes over for at most", watch.longest());
      assertThat(watch.longest()).isLessThan(TEN_TIMES_A_SECOND);
    }
    assertThat(daemon()).isNotEqualTo(before).isEqualTo(managed());
    Await.until(
        "end of the old daemon",
        () -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(done("daemon", "install").stdout())
        .startsWith("nothing to change: the daemon (pid " + daemon());

    long killed = System.nanoTime();
    ProcessHandle victim = ProcessHandle.of(daemon()).orElseThrow();
    victim.destroyForcibly();
    victim.onExit().join();
    awaitTraffic(port);
    Duration took = Duration.ofNanos(System.nanoTime() - killed);
    print("from kill -9 to traffic", took);
    assertThat(took).isLessThan(TEN_TIMES_TWO_SECONDS);
    assertThat(daemon()).isNotEqualTo(victim.pid()).isEqualTo(managed());
  }

  @Test
  void itEndsAtLogoutAndIsThereAfterTheLogin() throws IOException, InterruptedException {
    int port = installedWithTraffic();

    user.logOut();
    assertThat(user.processes()).isEmpty();

    long login = System.nanoTime();
    user.logIn();
    awaitTraffic(port);
    print("from login to traffic", Duration.ofNanos(System.nanoTime() - login));
  }

  @Test
  void stoppedItStaysStoppedUntilItIsAskedForOrTheNextLogin()
      throws IOException, InterruptedException {
    int port = installedWithTraffic();

    assertThat(done("daemon", "stop").stdout()).isEqualTo("daemon stopped\n");
    assertThat(user.processes()).isEmpty();
    assertThat(localport("daemon", "status"))
        .isEqualTo(
            new Result(
                1,
                "daemon not running\n"
                    + "login service: systemd, enabled, stopped; lingering is off: the forwards end"
                    + " when you log out\n",
                ""));

    done("start", "web");
    awaitTraffic(port);
    assertThat(daemon()).isEqualTo(managed());

    done("daemon", "stop");
    user.logOut();
    user.logIn();
    awaitTraffic(port);
  }

  @Test
  void aSignalThatEndsItIsNoCrash() throws IOException, InterruptedException {
    install();

    ProcessHandle.of(daemon()).orElseThrow().destroy();

    Await.until("a unit that ended", () -> shown("ActiveState"), "inactive"::equals);
    assertThat(shown("Result")).isEqualTo("success");
    assertThat(shown("NRestarts")).isEqualTo("0");
  }

  @Test
  void anUpdateMovesOverWithARestart() throws IOException, InterruptedException {
    int port = installedWithTraffic();
    Path newer = copy("newer");

    try (RefusedTime watch = RefusedTime.watch(port)) {
      Result restart = localport(newer, "daemon", "restart");
      assertThat(restart.exit()).as(restart.toString()).isZero();
      assertThat(restart.stderr()).isEqualTo("the login service now runs this program\n");
      awaitTraffic(port);
      print("a port is refused while a newer program takes over for at most", watch.longest());
    }
    assertThat(user.processes()).singleElement().asString().contains(newer.toString());
    JsonObject moved = service();
    assertThat(moved.text("classes")).isEqualTo(newer + "/daemon/target/app/*");
    assertThat(moved.text("problem")).startsWith("the service runs another program than this one");

    done("daemon", "stop");
    Files.move(newer, newer.resolveSibling("gone"));
    assertThat(service().text("problem"))
        .isEqualTo(
            "the program of the service no longer exists: %s/daemon/target/app/*; to fix that:"
                    .formatted(newer)
                + " localport daemon install");
    assertThat(localport("start"))
        .isEqualTo(
            new Result(
                1,
                "",
                "the program of the login service no longer exists: %s/daemon/target/app/*; to run this one: localport daemon install\n"
                    .formatted(newer)));
    install();
    awaitTraffic(port);
  }

  @Test
  void aReloadThroughTheManagerFailsForABrokenFile() throws IOException, InterruptedException {
    install();
    done("start");
    long before = daemon();
    assertThat(user.run("systemctl", "--user", "reload", "localport").exit()).isZero();

    user.write("shop/localport.yaml", SERVICES.replace("auto", "70000"));

    Result reload = user.run("systemctl", "--user", "reload", "localport");
    assertThat(reload.exit()).isEqualTo(1);
    assertThat(reload.stderr()).startsWith("Job for localport.service failed");
    assertThat(managed()).as("it goes on").isEqualTo(before);
  }

  @Test
  void aCrashLoopEndsAndSaysSo() throws IOException, InterruptedException {
    install();
    done("daemon", "stop");
    Path lock = state.resolve("daemon.lock");
    Files.delete(lock);
    Files.createDirectory(lock); // no daemon can lock that

    Result start = localport("daemon", "start");

    assertThat(start.exit()).isEqualTo(1);
    assertThat(start.stderr())
        .isEqualTo(
            "the daemon did not start: it ended too often, and systemd gave up; see: journalctl"
                + " --user -u localport\n");
    Files.delete(lock);
    assertThat(service().text("problem")).startsWith("the service crashed too often");
    done("daemon", "start");
  }

  @Test
  void anotherStateFolderHasADaemonOfItsOwn() throws IOException, InterruptedException {
    install();
    long managed = managed();
    useStateFolder("other");

    done("daemon", "start");

    assertThat(daemon()).isNotEqualTo(managed);
    assertThat(localport("daemon", "uninstall").stderr())
        .startsWith("the login service belongs to " + user.home() + "/.local/state/localport, not");
    done("daemon", "stop");
    assertThat(managed()).isEqualTo(managed);
  }

  @Test
  void aStateFolderWithAnOddNameIsTheSameForTheService() throws IOException, InterruptedException {
    useStateFolder("ü it's \"$HOME\"");

    install();

    assertThat(daemon()).isEqualTo(managed());
    assertThat(service().text("state_folder")).isEqualTo(state.toString());
    done("daemon", "restart");
    assertThat(daemon()).isEqualTo(managed());
  }

  private void useStateFolder(String name) {
    state = user.home().resolve(name);
    variables.add("LOCALPORT_HOME=" + state);
  }

  @Test
  void uninstallLeavesNothing() throws IOException, InterruptedException {
    List<String> before = files();
    install();

    Result uninstall = done("daemon", "uninstall");

    assertThat(uninstall.stdout())
        .isEqualTo(
            """
            removed ~/.config/systemd/user/localport.service
            removed ~/.local/state/localport/service.env
            the daemon is stopped and no longer starts at login; start it by hand, with the same forwards: localport daemon start
            """);
    assertThat(user.processes()).isEmpty();
    assertThat(files()).isEqualTo(before);
    assertThat(user.run("systemctl", "--user", "list-unit-files", "localport*").stdout())
        .contains("0 unit files listed");
    assertThat(user.run("systemctl", "--user", "list-units", "--all", "localport*").stdout())
        .contains("0 loaded units listed");
    assertThat(localport("daemon", "status").stdout()).contains("login service: not installed");
  }

  /* Without what a daemon keeps, whoever starts it. */
  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(user.home())) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .filter(file -> !file.startsWith(state) || file.endsWith("service.env"))
          .map(file -> user.home().relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void withoutAManagerItSaysWhatToDo() throws IOException, InterruptedException {
    List<String> before = files();
    user.logOut();

    Result install = localport("daemon", "install");

    assertThat(install.exit()).isEqualTo(1);
    assertThat(install.stderr())
        .startsWith("the systemd user manager does not answer: Failed to connect to bus: ");
    assertThat(files()).isEqualTo(before);
  }
}
