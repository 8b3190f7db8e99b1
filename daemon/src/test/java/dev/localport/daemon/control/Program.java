package dev.localport.daemon.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine, to which a state folder is told as to a user's. */
final class Program implements AutoCloseable {
  static final String PYTHON = "dev.localport.daemon.control.Program#hasPython";
  static final String NETCAT = "dev.localport.daemon.control.Program#hasNetcat";

  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;

  private Program(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
    // one that hangs is ended, and with it whoever waits for its next line
    var _ =
        process
            .onExit()
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .exceptionally(late -> {
              process.destroyForcibly();
              return process;
            });
  }

  static boolean hasPython() {
    return isOnPath("python3");
  }

  static boolean hasNetcat() {
    return isOnPath("nc.openbsd");
  }

  private static boolean isOnPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  static Program start(Path home, String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(words)).redirectErrorStream(true);
    builder.environment().put("LOCALPORT_HOME", home.toString());
    builder.environment().remove("PYTHONUNBUFFERED"); // most users' shells do not have it
    return new Program(builder.start());
  }

  /** Returns its next line. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("the program ended");
    }
    return line;
  }

  /** Returns the rest of what it says, and its exit code as the last line. */
  List<String> end() throws InterruptedException {
    List<String> rest = out.lines().toList();
    return Stream.concat(rest.stream(), Stream.of("exit code " + process.waitFor())).toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
