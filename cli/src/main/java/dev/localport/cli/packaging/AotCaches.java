package dev.localport.cli.packaging;

import dev.localport.cli.client.DaemonProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The AOT caches of the command line, of its commands that must be quick, and of the daemon:
 * classes as Java has them after loading and linking. Java uses one only with the options and the
 * JDK that it was created with, and continues without it otherwise. The jars it does not look at
 * (seen with 25.0.3): with a cache that is older than they are, old code runs. So they are written
 * down here, and the launcher looks at their times.
 */
final class AotCaches {
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);
  private static final Duration TRAINING_LIMIT = Duration.ofMinutes(3);

  private final ProgramFiles program;

  /** Those of a program. */
  AotCaches(ProgramFiles program) {
    this.program = program;
  }

  /* That of all commands, and that of those that must be quick. */
  private List<Path> ofCommands() {
    return List.of(cache("cli"), cache("quick"));
  }

  private Path daemon() {
    return cache("daemon");
  }

  private Path cache(String name) {
    return program.caches().resolve(name + ".aot");
  }

  /* One that is being made. */
  private static Path made(Path cache) {
    String name = cache.getFileName().toString();
    return cache.resolveSibling(name.replace(".aot", ".new"));
  }

  /* The jars that the caches were made from. */
  private Path list() {
    return program.caches().resolve("jars");
  }

  /** Returns where the log of the last run is. */
  Path log() {
    return program.caches().resolve("training.log");
  }

  /** Returns whether all caches exist and match the current jars, options and JDK. */
  boolean areUsable() throws IOException, InterruptedException {
    return Files.exists(list()) && Files.readString(list()).equals(program.jarList()) && fit();
  }

  /** Returns whether all caches exist and Java takes them as they are. */
  boolean fit() throws IOException, InterruptedException {
    return areUsable(ofCommands(), daemon());
  }

  private boolean areUsable(List<Path> commands, Path daemon)
      throws IOException, InterruptedException {
    for (Path cache : commands) {
      if (!Files.exists(cache)
          || !isDone(commandLine("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-version"))) {
        return false;
      }
    }
    return Files.exists(daemon) && isDone(daemonLine("-XX:AOTMode=on", "-XX:AOTCache=" + daemon));
  }

  /**
   * Makes all caches in the place of those that are there.
   *
   * @return whether they are usable; else there are none
   */
  boolean make() throws IOException, InterruptedException {
    Files.createDirectories(program.caches());
    Files.deleteIfExists(list());
    List<Path> commands = ofCommands();
    for (Path cache : commands) {
      Files.deleteIfExists(cache);
    }
    Files.deleteIfExists(daemon());
    List<String> training =
        commandLine(
            "-XX:AOTCacheOutput=" + made(commands.getFirst()),
            "-Dlocalport.daemon.classpath=" + program.daemon(),
            "-Dlocalport.simulator.classpath=" + program.simulator(),
            "dev.localport.cli.Training",
            made(daemon()).toString(),
            made(commands.getLast()).toString(),
            program.options().toString(),
            program.command());
    if (!run(training, log(), TRAINING_LIMIT)
        || !areUsable(commands.stream().map(AotCaches::made).toList(), made(daemon()))) {
      return false;
    }
    for (Path cache : commands) {
      move(made(cache), cache);
    }
    move(made(daemon()), daemon());
    Path _ = Files.writeString(list(), program.jarList());
    return true;
  }

  /** Deletes all but the caches: what the making left names folders of this machine. */
  void deleteTraces() throws IOException {
    Files.deleteIfExists(list());
    Files.deleteIfExists(log());
  }

  private static void move(Path from, Path to) throws IOException {
    Path _ = Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> commandLine(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(program.java().toString());
    line.add("@" + program.options());
    line.addAll(List.of("-cp", program.command()));
    line.addAll(List.of(arguments));
    return line;
  }

  private List<String> daemonLine(String... flags) {
    return DaemonProgram.command(
        program.java(), program.daemon(), List.of(flags), "-version", List.of());
  }

  private boolean isDone(List<String> line) throws IOException, InterruptedException {
    return run(line, Path.of("/dev/null"), CHECK_LIMIT);
  }

  /** Runs it, and returns whether it succeeded in time. */
  private static boolean run(List<String> line, Path output, Duration limit)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
