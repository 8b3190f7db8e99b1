package dev.localport.paths;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where everything lives. Names places and makes none: see {@link PrivateFolder}. Immutable.
 *
 * <p>Both sides compute {@link #daemonFile} alike; the socket is chosen by the daemon and written
 * there, because {@code XDG_RUNTIME_DIR} differs between a login and cron.
 */
public final class Places {
  /** The longest socket path in bytes: macOS takes 103, Linux 107. */
  static final int MAX_SOCKET_PATH = 100;

  private static final Pattern SERVICE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

  private final Map<String, String> environment;
  private final Path home;
  private final Path temporary;
  private final String user;
  private final Predicate<Path> remote;

  /**
   * Takes what decides the places.
   *
   * @param environment the environment; only the variables in the README's table of files are read
   * @param home the user's home folder
   * @param temporary the system's folder for temporary files
   * @param user the user's name
   */
  public Places(Map<String, String> environment, Path home, Path temporary, String user) {
    this(environment, home, temporary, user, RemoteFiles::hold);
  }

  /** As the other one, where {@code remote} says which folders are on another machine. */
  Places(
      Map<String, String> environment,
      Path home,
      Path temporary,
      String user,
      Predicate<Path> remote) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.temporary = temporary;
    this.user = user;
    this.remote = remote;
  }

  /** Returns the places of this process. */
  public static Places ofProcess() {
    return new Places(
        System.getenv(),
        Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home"))),
        Path.of(System.getProperty("java.io.tmpdir")),
        System.getProperty("user.name"));
  }

  /** Returns the folder that holds what the daemon has to remember. */
  public Path stateFolder() {
    String own = environment.getOrDefault("LOCALPORT_HOME", "");
    return own.isEmpty()
        ? baseFolder("XDG_STATE_HOME", ".local/state").resolve("localport")
        : Path.of(own).toAbsolutePath().normalize();
  }

  /** Returns the file whose lock makes the daemon a single one. */
  public Path lockFile() {
    return stateFolder().resolve("daemon.lock");
  }

  /** Returns the file that says where the running daemon is: a {@link DaemonFile}. */
  public Path daemonFile() {
    return stateFolder().resolve("daemon.json");
  }

  /** Returns the file with what the user asked for. */
  public Path stateFile() {
    return stateFolder().resolve("state.json");
  }

  /** Returns the file with the configuration files that the user trusts. */
  public Path trustFile() {
    return stateFolder().resolve("trusted.json");
  }

  /** Returns the folder with what is kept of kubeconfigs that may vanish. */
  public Path kubeconfigFolder() {
    return stateFolder().resolve("kubeconfigs");
  }

  /** Returns the folder of the journal. */
  public Path journalFolder() {
    return stateFolder().resolve("journal");
  }

  /** Returns the folder of all logs. */
  public Path logsFolder() {
    return stateFolder().resolve("logs");
  }

  /** Returns the daemon's own log. */
  public Path daemonLog() {
    return logsFolder().resolve("daemon.log");
  }

  /**
   * Returns a service's log.
   *
   * @throws IllegalArgumentException if that is no name of a service: it could lead elsewhere
   */
  public Path serviceLog(String name) {
    if (!SERVICE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a service: " + name);
    }
    return logsFolder().resolve("services").resolve(name + ".log");
  }

  /**
   * Returns where a daemon that starts now puts its socket. A runtime folder that is not there, or
   * that is another user's after {@code su}, is passed over; a path too long for the operating
   * system, or on a network file system, is replaced by one in the temporary folder.
   */
  public Path socket() {
    Path socket = wantedSocket();
    return socket.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH
            || remote.test(socketFolder())
        ? temporaryFolder().resolve("daemon.sock")
        : socket;
  }

  /** Returns where the socket would be if every path could have one: see {@link #socket}. */
  public Path wantedSocket() {
    return socketFolder().resolve("daemon.sock");
  }

  private Path socketFolder() {
    Path runtime = absolute("XDG_RUNTIME_DIR");
    return environment.getOrDefault("LOCALPORT_HOME", "").isEmpty()
            && runtime != null
            && Files.isDirectory(runtime)
            && Files.isWritable(runtime)
        ? runtime.resolve("localport")
        : stateFolder();
  }

  /* One for each state folder: a user may have several through LOCALPORT_HOME. */
  private Path temporaryFolder() {
    int hash = stateFolder().toString().hashCode(); // the same in every Java
    return temporary.resolve(
        "localport-%s-%08x".formatted(UNSAFE.matcher(user).replaceAll("_"), hash));
  }

  private Path baseFolder(String variable, String otherwise) {
    Path folder = absolute(variable);
    return folder == null ? home.resolve(otherwise) : folder;
  }

  /* The XDG specification has relative paths ignored. */
  private @Nullable Path absolute(String variable) {
    Path path = Path.of(environment.getOrDefault(variable, ""));
    return path.isAbsolute() ? path : null;
  }
}
