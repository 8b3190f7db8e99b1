package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.paths.UserLocale;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the daemon is run, and the simulated cluster. Both get the whole environment. */
public final class DaemonProgram {
  /**
   * How the daemon's Java runs: sized for a hundred forwards, and allowed what Netty needs. A
   * client of the metrics has 10 s for its request and 30 s to read (jdk.httpserver). A heap that
   * is full ends the process: if it only ended single threads, a daemon would be left that neither
   * works nor ends, while the next command restarts one that has ended. The one place of these
   * flags.
   */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx256m",
          "-Xmn8m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:MinHeapFreeRatio=15",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:TrimNativeHeapInterval=30000",
          "-XX:MaxDirectMemorySize=128m",
          "-Xss512k",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:Tier4InvocationThreshold=15000",
          "-XX:+UseCompactObjectHeaders",
          "-Dio.netty.allocator.maxOrder=7",
          "-Dvertx.disableDnsResolver=true",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dsun.net.httpserver.maxReqTime=10",
          "-Dsun.net.httpserver.maxRspTime=30");

  private static final int CACHE_SECONDS = 5;

  private DaemonProgram() {}

  /**
   * Returns the command line that runs a main class with arguments.
   *
   * @throws CommandException if the place of the daemon's classes is not set
   */
  public static List<String> command(
      CliEnvironment surroundings, String mainClass, List<String> arguments)
      throws CommandException {
    return command(surroundings, classPath(surroundings), mainClass, arguments);
  }

  /**
   * Returns the command line that runs the simulated cluster with arguments. Its classes come
   * behind the daemon's: the daemon's AOT cache fits each class path that begins as the daemon's,
   * and has the libraries that both use.
   *
   * @throws CommandException if it is not known where the classes of both are
   */
  public static List<String> simulatorCommand(
      CliEnvironment surroundings, String mainClass, List<String> arguments)
      throws CommandException {
    String classes =
        known(
            surroundings.programs().simulatorClassPath(),
            "simulator's",
            "localport.simulator.classpath");
    String classPath = classPath(surroundings) + File.pathSeparator + classes;
    return command(surroundings, classPath, mainClass, arguments);
  }

  private static String classPath(CliEnvironment surroundings) throws CommandException {
    return known(
        surroundings.programs().daemonClassPath(), "daemon's", "localport.daemon.classpath");
  }

  private static String known(@Nullable String classPath, String whose, String property)
      throws CommandException {
    if (classPath == null) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the %s program is not known; run LocalPort with its script localport, which sets %s"
              .formatted(whose, property));
    }
    return classPath;
  }

  private static List<String> command(
      CliEnvironment surroundings, String classPath, String mainClass, List<String> arguments) {
    List<String> cache = cacheFlags(surroundings.programs().daemonCache());
    return command(surroundings.programs().java(), classPath, cache, mainClass, arguments);
  }

  /**
   * Returns the same with further flags in the place of those for the AOT cache, for what makes it:
   * a cache fits the flags alone that it was made with.
   */
  public static List<String> command(
      Path java, String classPath, List<String> flags, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }

  /*
   * A cache that is missing or does not fit is not used, and nothing is said about it. It is mapped
   * where it was made for: elsewhere each page of it would be changed, and so be memory of this
   * process alone, 40 MB.
   */
  private static List<String> cacheFlags(@Nullable String cache) {
    return cache == null
        ? List.of()
        : List.of(
            "-XX:AOTCache=" + cache,
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-Xlog:aot*=off",
            "-Xlog:cds*=off");
  }

  /**
   * Tells whether the daemon's Java takes an AOT cache with the daemon's classes. Blocks for a
   * moment.
   */
  public static boolean takesCache(CliEnvironment surroundings, String cache) {
    String classPath = surroundings.programs().daemonClassPath();
    if (classPath == null) {
      return false;
    }
    List<String> command = new ArrayList<>(List.of(surroundings.programs().java().toString()));
    command.addAll(FLAGS);
    command.addAll(
        List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-cp", classPath, "-version"));
    try {
      Process process =
          builder(surroundings, command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(CACHE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns what starts a command line in the caller's environment, outside of any folder. */
  public static ProcessBuilder builder(CliEnvironment surroundings, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(surroundings.environment());
    if (!environment.getOrDefault("LOCALPORT_HOME", "").isEmpty()) { // may be relative to here
      environment.put("LOCALPORT_HOME", surroundings.places().stateFolder().toString());
    }
    UserLocale.replace(environment);
    return builder;
  }
}
