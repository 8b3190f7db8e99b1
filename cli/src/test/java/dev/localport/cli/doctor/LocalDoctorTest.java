package dev.localport.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorCheck.Status;
import dev.localport.api.Version;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.DaemonPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines, each broken in one way: found, named, and with its remedy.
 *
 * <p>Over 300 lines, since it is one table.
 */
class LocalDoctorTest {
  private static final Path STATE = Path.of("/home/eve/.local/state/localport");
  private static final Path SOCKET = STATE.resolve("daemon.sock");
  private static final long PLENTY = 10L << 30;
  private static final FolderFacts FINE =
      new FolderFacts(true, "", "rwx------", true, false, PLENTY, false);
  private static final DaemonFacts NONE = DaemonFacts.without(DaemonFacts.State.NONE, 0, "");
  private static final DaemonFacts RUNNING =
      new DaemonFacts(DaemonFacts.State.RUNNING, 812, Version.current(), "", Duration.ofMillis(3));

  @TempDir private Path folder;

  /**
   * A machine that is broken in one way, and what is to be found.
   *
   * @param finding its message
   * @param remedy all of it
   */
  private record Broken(String name, Check check, Status status, String finding, String remedy) {}

  private static Broken broken(String name, Check check, String finding, String remedy) {
    return new Broken(name, check, Status.BROKEN, finding, remedy);
  }

  private static Broken warned(String name, Check check, String finding, String remedy) {
    return new Broken(name, check, Status.WARNING, finding, remedy);
  }

  private List<Broken> all() throws IOException {
    List<Broken> all = new ArrayList<>();
    all.addAll(programs());
    all.addAll(daemons());
    all.addAll(folders());
    all.addAll(sockets());
    all.addAll(services());
    all.addAll(limits());
    all.addAll(files());
    all.addAll(access());
    return all;
  }

  private ProgramCheck program(int feature, String classes, Set<String> without) {
    return new ProgramCheck(
        "1.0", feature, Path.of("/opt/java"), classes, name -> !without.contains(name));
  }

  private List<Broken> programs() {
    String here = folder + "/*";
    String again = "install LocalPort again, or build it: ./mvnw package";
    String slow = "works without; for fast starts, install LocalPort again or run: ./mvnw package";
    return List.of(
        broken(
            "an old Java",
            program(21, here, Set.of()),
            "Java 21 runs LocalPort, which needs 25 (/opt/java)",
            "set JAVA_HOME to a JDK 25, or unset it"),
        broken(
            "a Java without a module",
            program(25, here, Set.of("jdk.httpserver")),
            "the Java in /opt/java lacks jdk.httpserver",
            again),
        broken(
            "a program that is gone",
            program(25, folder.resolve("gone") + "/*", Set.of()),
            "the daemon's program is missing: " + folder.resolve("gone") + "/*",
            again),
        warned(
            "no AOT cache",
            new CacheCheck(null, _ -> true),
            "no AOT cache for the daemon: it starts slower",
            slow),
        warned(
            "an AOT cache of another Java",
            new CacheCheck(folder.toString(), _ -> false),
            "the AOT cache does not fit this Java or program: the daemon starts slower",
            slow));
  }

  private static List<Broken> daemons() {
    return List.of(
        warned(
            "no daemon", new DaemonCheck(NONE), "not running", "start it: localport daemon start"),
        warned(
            "a daemon that crashed",
            new DaemonCheck(DaemonFacts.without(DaemonFacts.State.CRASHED, 0, "")),
            "not running: the last one crashed",
            "start it with what ran before: localport daemon start; why it crashed: localport logs"),
        broken(
            "a daemon that does not answer",
            new DaemonCheck(
                DaemonFacts.without(
                    DaemonFacts.State.UNREACHABLE,
                    812,
                    "the daemon (pid 812) is running but cannot be reached: it does not respond;"
                        + " replace it: localport daemon restart")),
            "the daemon (pid 812) is running but cannot be reached: it does not respond",
            "replace it: localport daemon restart"),
        warned(
            "a daemon of another version",
            new DaemonCheck(
                new DaemonFacts(DaemonFacts.State.RUNNING, 812, "0.0.1", "", Duration.ofMillis(3))),
            "running (pid 812, version 0.0.1); this command is version " + Version.current(),
            "replace it with this version: localport daemon restart"),
        warned(
            "a daemon that is slow",
            new DaemonCheck(
                new DaemonFacts(
                    DaemonFacts.State.RUNNING, 812, Version.current(), "", Duration.ofSeconds(3))),
            "running (pid 812, version %s), slow: it answered after 3000 ms"
                .formatted(Version.current()),
            "see what else loads this machine; if it stays slow: localport daemon restart"),
        broken(
            "a daemon on another machine",
            new LockCheck(() ->
                new DaemonLock.State.Held(
                    new DaemonFile(812, "1.0", "other-host", SOCKET, Instant.EPOCH),
                    DaemonPhase.RUNNING)),
            "the daemon of this state folder runs on other-host",
            "stop it there, or give this machine a folder of its own with LOCALPORT_HOME"),
        broken(
            "a lock that cannot be asked",
            new LockCheck(() -> {
              throw new IOException("No locks available");
            }),
            "the lock cannot be asked: No locks available",
            "set LOCALPORT_HOME to a folder on this machine"));
  }

  private static Check state(FolderFacts facts) {
    return new FolderCheck("state", STATE, "~/state", _ -> facts);
  }

  private static List<Broken> folders() {
    return List.of(
        broken(
            "a folder of another user",
            state(
                new FolderFacts(
                    true,
                    "/s belongs to alice, and you are eve: set LOCALPORT_HOME to a folder of your own",
                    "",
                    true,
                    false,
                    PLENTY,
                    false)),
            "/s belongs to alice, and you are eve",
            "set LOCALPORT_HOME to a folder of your own"),
        broken(
            "a read-only file system",
            state(new FolderFacts(true, "", "rwx------", false, true, PLENTY, false)),
            "state folder ~/state is on a read-only file system",
            "mount it for writing, or set LOCALPORT_HOME to another folder"),
        broken(
            "a folder without a permission",
            state(new FolderFacts(false, "", "", false, false, PLENTY, false)),
            "state folder ~/state cannot be created",
            "fix its permissions, or set LOCALPORT_HOME to another folder"),
        broken(
            "a full disk",
            state(new FolderFacts(true, "", "rwx------", true, false, 0, false)),
            "state folder ~/state: no space left",
            "free some space; to see what takes it: du -xh ~/state"),
        warned(
            "a disk that is almost full",
            state(new FolderFacts(true, "", "rwx------", true, false, 20L << 20, false)),
            "state folder ~/state: only 20 MB left",
            "free some space"),
        warned(
            "a network file system",
            state(new FolderFacts(true, "", "rwx------", true, false, PLENTY, true)),
            "state folder ~/state is on a network file system",
            "set LOCALPORT_HOME to a folder on this machine"),
        warned(
            "a folder that is open to others",
            state(new FolderFacts(true, "", "rwxrwxrwx", true, false, PLENTY, false)),
            "state folder ~/state is open to others (rwxrwxrwx)",
            "close it: chmod 700 '%s'".formatted(STATE)),
        warned(
            "a folder whose mode is not to be had",
            state(new FolderFacts(true, "", "", true, false, PLENTY, false)),
            "state folder ~/state: the system does not say who may use it",
            "see that it is yours alone: ls -ld '%s'".formatted(STATE)));
  }

  @Test
  void aChrootDoesNotSayHowMuchSpaceIsLeft() {
    FolderFacts facts =
        new FolderFacts(true, "", "rwx------", true, false, FolderFacts.UNKNOWN, false);

    DoctorCheck found = state(facts).run().getFirst();

    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(found.message())
        .isEqualTo("state folder ~/state (how much space is left is not known)");
  }

  private static Check access(int file, int folder) {
    Path path = Path.of("/home/eve/shop/localport.yaml");
    return new ConfigAccessCheck(
        path, "localport.yaml", asked -> asked.equals(path) ? file : folder);
  }

  private static List<Broken> access() {
    return List.of(
        warned(
            "a file that every user can change",
            access(0666, 0755),
            "localport.yaml can be changed by every user of this machine",
            "close it: chmod o-w '/home/eve/shop/localport.yaml'"),
        warned(
            "a file in a folder that every user can change",
            access(0644, 0777),
            "the folder of localport.yaml can be changed by every user of this machine",
            "close it: chmod o-w '/home/eve/shop'"),
        warned(
            "a file whose mode is not to be had",
            new ConfigAccessCheck(
                Path.of("/x/localport.yaml"),
                "localport.yaml",
                _ -> {
                  throw new IOException("no such call");
                }),
            "localport.yaml: the system does not say who may change it (no such call)",
            "see that it is yours alone: ls -ld '/x' '/x/localport.yaml'"));
  }

  @Test
  void aFileInATemporaryFolderIsSafeFromOthers() {
    assertThat(access(0644, 01777).run()).isEmpty();
    assertThat(access(0664, 0775).run()).isEmpty();
  }

  private static Check socket(DaemonFacts daemon, boolean exists, String mode, String owner) {
    return new SocketCheck(
        daemon, new SocketFacts(SOCKET, SOCKET, exists, mode, owner, "eve"), "~/daemon.sock");
  }

  private static List<Broken> sockets() {
    return List.of(
        broken(
            "a socket of another user",
            socket(RUNNING, true, "rw-------", "alice"),
            "the socket ~/daemon.sock belongs to alice",
            "run LocalPort as alice, or set LOCALPORT_HOME to a folder of your own"),
        warned(
            "a socket that is open to others",
            socket(RUNNING, true, "rw-rw-rw-", "eve"),
            "the socket ~/daemon.sock is open to others (rw-rw-rw-)",
            "close it: chmod 600 '%s'".formatted(SOCKET)),
        warned(
            "a stale socket",
            socket(NONE, true, "rw-------", "eve"),
            "the socket ~/daemon.sock is stale: no daemon listens on it",
            "the next daemon replaces it: localport daemon start"),
        broken(
            "a socket that was removed",
            socket(RUNNING, false, "", ""),
            "the socket ~/daemon.sock is missing, and the daemon runs",
            "the daemon recreates it within a second; if not: localport daemon restart"),
        warned(
            "a socket whose path is too long",
            new SocketCheck(
                RUNNING,
                new SocketFacts(
                    Path.of("/tmp/localport-eve/daemon.sock"),
                    SOCKET,
                    true,
                    "rw-------",
                    "eve",
                    "eve"),
                "/tmp/localport-eve/daemon.sock"),
            "the socket is /tmp/localport-eve/daemon.sock, since the path of the state folder is"
                + " too long or on a network file system",
            "works; for a socket beside the state, set LOCALPORT_HOME to a short local path"));
  }

  private static Check service(String... lines) {
    return new LoginServiceCheck(List.of(lines), true);
  }

  private static List<Broken> services() {
    String state = "login service: systemd, enabled, running";
    return List.of(
        broken(
            "a login service whose program is gone",
            service(
                state,
                "the program that the service runs is gone: /opt/x; to fix that: localport daemon install"),
            "the program that the service runs is gone: /opt/x",
            "to fix that: localport daemon install"),
        broken(
            "a login service that is not enabled",
            service(
                state,
                "the service does not start at login; to fix that: localport daemon install"),
            "the service does not start at login",
            "to fix that: localport daemon install"),
        warned(
            "a login service that ends at logout",
            service(state + "; lingering is off: the forwards end when you log out"),
            state + "; lingering is off: the forwards end when you log out",
            "to keep forwards after logout: localport daemon install --linger"));
  }

  private Path proc(String name, String limit, String instances, String watches)
      throws IOException {
    Path proc = Files.createDirectories(folder.resolve(name));
    for (String process : List.of("self", "812")) {
      Files.createDirectories(proc.resolve(process).resolve("fd"));
      Files.writeString(
          proc.resolve(process).resolve("limits"),
          "Limit  Soft Limit  Hard Limit  Units\nMax open files   %s   4096   files\n"
              .formatted(limit));
    }
    for (String descriptor : List.of("3", "4", "5")) {
      Files.createSymbolicLink(
          proc.resolve("812/fd").resolve(descriptor), Path.of("anon_inode:inotify"));
    }
    Path inotify = Files.createDirectories(proc.resolve("sys/fs/inotify"));
    Files.writeString(inotify.resolve("max_user_instances"), instances + "\n");
    Files.writeString(inotify.resolve("max_user_watches"), watches + "\n");
    return proc;
  }

  private List<Broken> limits() throws IOException {
    Path fat = proc("fat", "20000", "128", "65536");
    Files.writeString(fat.resolve("812/status"), "VmRSS:\t 819200 kB\n");
    return List.of(
        broken(
            "a daemon without file descriptors",
            new ResourcesCheck(proc("out", "3", "128", "65536"), 812),
            "3 of the daemon's 3 file descriptors are open: new connections wait",
            "ulimit -n 4096, then in the same shell: localport daemon restart"),
        warned(
            "a daemon that uses much memory",
            new ResourcesCheck(fat, 812),
            "the daemon uses 800 MB of memory",
            "report it with: localport doctor --bundle; then: localport daemon restart"),
        warned(
            "few file descriptors",
            new LimitsCheck(proc("few", "256", "128", "65536")),
            "a daemon started here gets 256 file descriptors",
            "raise the limit before the daemon starts: ulimit -n 4096"),
        broken(
            "no inotify instance left",
            new LimitsCheck(proc("full", "4096", "3", "65536")),
            "3 of 3 inotify instances are in use: changed files go unnoticed",
            "sudo sysctl fs.inotify.max_user_instances=512"),
        warned(
            "few inotify watches",
            new LimitsCheck(proc("watches", "4096", "128", "8")),
            "only 8 inotify watches for each user",
            "sudo sysctl fs.inotify.max_user_watches=65536"));
  }

  private static Check file(ConfigFacts.State state, String... problems) {
    return new ConfigCheck(new ConfigFacts(state, "localport.yaml", List.of(problems), 2));
  }

  private static List<Broken> files() {
    return List.of(
        broken(
            "a file that is missing",
            file(ConfigFacts.State.UNREADABLE, "config file not found: x.yaml (from --config)"),
            "config file not found: x.yaml (from --config)",
            "name one that exists with --config or LOCALPORT_CONFIG"),
        broken(
            "a file with mistakes",
            file(ConfigFacts.State.INVALID, "localport.yaml:1:1: a", "localport.yaml:2:1: b"),
            "localport.yaml has 2 mistakes: localport.yaml:1:1: a",
            "fix it; to see all mistakes: localport config validate localport.yaml"),
        broken(
            "a file that is not trusted",
            file(ConfigFacts.State.UNTRUSTED, "localport.yaml:1:1: notify"),
            "localport.yaml is not trusted, and has an entry that needs it",
            "review it, then: localport config trust localport.yaml"),
        warned(
            "a file with an unknown key",
            file(
                ConfigFacts.State.USABLE,
                "localport.yaml:3:1: wamr: unknown key; did you mean warm?"),
            "localport.yaml:3:1: wamr: unknown key",
            "did you mean warm?"));
  }

  @TestFactory
  Stream<DynamicTest> eachIsFoundNamedAndHasItsRemedy() throws IOException {
    List<Broken> all = all();
    assertThat(all).hasSizeGreaterThan(25);
    return all.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> assertFound(each)));
  }

  private static void assertFound(Broken broken) {
    List<DoctorCheck> found = broken.check().run();

    assertThat(found)
        .filteredOn(check -> check.status() != Status.OK)
        .singleElement()
        .satisfies(check -> {
          assertThat(check.status()).isEqualTo(broken.status());
          assertThat(check.message()).isEqualTo(broken.finding());
          assertThat(check.remedy()).isEqualTo(broken.remedy());
        });
  }

  @Test
  void aMachineThatIsFineHasNothingButGoodFindings() throws IOException {
    List<Check> checks =
        List.of(
            program(25, folder + "/*", Set.of()),
            new CacheCheck(folder.toString(), _ -> true),
            new DaemonCheck(RUNNING),
            new ResourcesCheck(proc("fine", "4096", "128", "65536"), 812),
            new LockCheck(() -> new DaemonLock.State.Free(false)),
            socket(RUNNING, true, "rw-------", "eve"),
            service("login service: systemd, enabled, running"),
            new LoginServiceCheck(List.of("login service: not installed"), false),
            state(FINE),
            new LimitsCheck(proc("fine-limits", "4096", "128", "65536")),
            file(ConfigFacts.State.NONE),
            file(ConfigFacts.State.USABLE));

    assertThat(checks)
        .allSatisfy(check -> assertThat(check.run()).allMatch(LocalDoctorTest::isFine));
  }

  private static boolean isFine(DoctorCheck check) {
    return check.status() == Status.OK && check.remedy() == null;
  }

  @Test
  void aSystemWithoutProcHasNoFindingsThere() {
    Path nowhere = folder.resolve("nowhere");

    assertThat(new LimitsCheck(nowhere).run()).isEmpty();
    assertThat(new ResourcesCheck(nowhere, 812).run()).isEmpty();
  }

  @Test
  void aRealFolderIsLookedAt() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(FolderFacts.of(open).mode()).isEqualTo("rwxr-xr-x");
    assertThat(FolderFacts.of(open).problem()).isEmpty();
    assertThat(FolderFacts.of(folder.resolve("none/below")).exists()).isFalse();
    assertThat(FolderFacts.of(Files.writeString(folder.resolve("file"), "x")).problem())
        .contains("is not a folder: remove it");
  }
}
