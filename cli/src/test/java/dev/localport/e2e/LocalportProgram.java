package dev.localport.e2e;

import dev.localport.api.ExitCode;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The packaged program with a home of its own, run the way {@code ./localport} runs it. Nothing of
 * the user's settings leaks in: no variables, no home folder, no file in the current folder.
 * Closing stops the daemon of this home, so that a failed test leaves nothing behind.
 */
public final class LocalportProgram implements Closeable {
  private final Path home;
  private final Path folder;
  private final Map<String, String> variables = new TreeMap<>();
  private final Path project;
  private String daemonClasses;
  private String commandClasses;

  /**
   * Prepares a home under the folder, which is a test's own and stays short: sockets lie in it.
   *
   * @param kubeconfig what KUBECONFIG names
   */
  public LocalportProgram(Path temporary, Path kubeconfig) throws IOException {
    this(root(), temporary, kubeconfig);
  }

  /**
   * As the other one, with the program that another checkout has packaged.
   *
   * @param project its root
   */
  public LocalportProgram(Path project, Path temporary, Path kubeconfig) throws IOException {
    this.project = project;
    this.daemonClasses = jars(project.resolve("daemon"));
    this.commandClasses = jars(project.resolve("cli"));
    this.home = Files.createDirectories(temporary.resolve("home"));
    this.folder = Files.createDirectories(temporary.resolve("folder"));
    variables.put("HOME", Files.createDirectories(temporary.resolve("user")).toString());
    variables.put("LOCALPORT_HOME", home.toString());
    variables.put("KUBECONFIG", kubeconfig.toString());
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("PATH", System.getenv("PATH"));
    variables.put("TMPDIR", System.getProperty("java.io.tmpdir"));
  }

  /** Returns what LOCALPORT_HOME names: state, logs and socket. */
  public Path home() {
    return home;
  }

  /** Returns the folder in which the program is run. */
  public Path folder() {
    return folder;
  }

  /** Sets a variable for the runs to come. */
  public LocalportProgram with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /**
   * Lets other classes go before those of the daemon that commands start from now on; without the
   * AOT cache, which has the usual ones.
   */
  LocalportProgram withDaemonClasses(Path before) {
    daemonClasses = before + File.pathSeparator + jars(project.resolve("daemon"));
    return this;
  }

  /** Lets other classes go before those of the commands from now on, without the AOT cache. */
  LocalportProgram withCommandClasses(Path before) {
    commandClasses = before + File.pathSeparator + jars(project.resolve("cli"));
    return this;
  }

  /** Writes {@code localport.yaml} into the folder, where the program finds it. */
  public Path config(String yaml) throws IOException {
    return Files.writeString(folder.resolve("localport.yaml"), yaml);
  }

  /** Runs a command to its end; fails the test if that takes over {@link Await#LIMIT}. */
  public Result run(String... arguments) throws IOException, InterruptedException {
    try (RunningProgram running = start(arguments)) {
      return running.awaitEnd();
    }
  }

  /** Runs a command that must exit with 0, and reads its standard output as one JSON object. */
  public JsonObject json(String... arguments) throws IOException, InterruptedException {
    return json(Set.of(ExitCode.OK), arguments);
  }

  /**
   * As the other one, for a command whose exit code says what it shows.
   *
   * @param exits the codes that are right at this moment
   */
  public JsonObject json(Set<Integer> exits, String... arguments)
      throws IOException, InterruptedException {
    Result result = run(arguments);
    if (!exits.contains(result.exit())) {
      throw new AssertionError("%s: %s, not %s".formatted(List.of(arguments), result, exits));
    }
    return JsonObject.parse(result.stdout());
  }

  /** Starts a command that goes on by itself; the caller closes it. */
  public RunningProgram start(String... arguments) throws IOException {
    return RunningProgram.start(builder(arguments));
  }

  /** Returns what starts a command, for whoever wants its output elsewhere. */
  public ProcessBuilder builder(String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().put("LOCALPORT_LC_ALL", variables.get("LC_ALL")); // as ./localport does
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** Returns the folder of this project. */
  public static Path root() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + project.resolve("cli/jvm.options"));
    if (commandClasses.equals(jars(project.resolve("cli")))) {
      command.add("-XX:AOTCache=" + project.resolve("cli/target/aot/cli.aot"));
    }
    command.add("-Dlocalport.simulator.classpath=" + jars(project.resolve("simulator")));
    command.add("-Dlocalport.daemon.classpath=" + daemonClasses);
    if (daemonClasses.equals(jars(project.resolve("daemon")))) {
      command.add("-Dlocalport.daemon.cache=" + project.resolve("cli/target/aot/daemon.aot"));
    }
    command.addAll(List.of("-cp", commandClasses, "dev.localport.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns what runs a program of the module simulator. */
  static List<String> simulator(String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // it starts often and lives for seconds
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            jars(root().resolve("simulator")),
            main));
    command.addAll(List.of(arguments));
    return command;
  }

  static String jars(Path module) {
    return module.resolve("target/app") + File.separator + "*";
  }

  /** Returns the daemon of this home, while its {@code daemon.json} names a process that lives. */
  public Optional<ProcessHandle> findDaemon() throws IOException {
    Path file = home.resolve("daemon.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    long pid = JsonObject.parse(Files.readString(file)).number("pid");
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  /** Stops the daemon as a user would, and kills it when that does not end it in time. */
  @Override
  public void close() throws IOException {
    Optional<ProcessHandle> daemon = findDaemon();
    try {
      run("daemon", "stop");
      if (daemon.isPresent()) {
        awaitEnd(daemon.get());
      }
    } catch (InterruptedException _) {
      daemon.ifPresent(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the daemon of " + home + " stopped");
    }
  }

  private void awaitEnd(ProcessHandle daemon) throws InterruptedException {
    try {
      daemon.onExit().get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      daemon.destroyForcibly();
      throw new AssertionError("the daemon of %s did not stop; it was killed".formatted(home), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for the daemon's end cannot fail", e);
    }
  }
}
