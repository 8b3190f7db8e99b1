package dev.localport.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A script run in an environment of its own: only what is set here is there. */
final class Script {
  /** How it ended and what it printed. */
  record Result(int exit, String stdout, String stderr) {}

  private static final List<String> TOOLS =
      List.of(
          ("awk cat curl cut find gzip kill ln mkdir mktemp mv readlink rm sed sha256sum sha512sum"
                  + " shasum tail tar tee touch uname wget")
              .split(" ", -1));

  private static final long LIMIT_SECONDS = 60;

  private final Path script;
  private final Path temporary;
  private final Map<String, String> variables = new TreeMap<>();

  /**
   * Prepares a run.
   *
   * @param temporary a test's own folder, for what the script prints
   */
  Script(Path script, Path temporary) {
    this.script = script;
    this.temporary = temporary;
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
  }

  /** Returns the folder of the whole project. */
  static Path projectRoot() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");
  }

  /** Makes a JDK that runs nothing: its java prints the arguments it is called with. */
  static Path fakeJdk(Path home, String version) throws IOException {
    executable(home.resolve("bin/javac"), "exit 1");
    executable(home.resolve("bin/java"), "printf '%s\\n' \"$@\"");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return home;
  }

  /** Writes a shell script that can be run. */
  static Path executable(Path file, String body) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A folder for the PATH with what the scripts need, since java may lie beside the real ones. */
  static Path toolsWithoutJava(Path temporary) throws IOException {
    Path tools = Files.createDirectories(temporary.resolve("tools"));
    for (String tool : TOOLS) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(folder, tool);
        if (Files.exists(real)) {
          executable(tools.resolve(tool), "exec %s \"$@\"".formatted(real));
        }
      }
    }
    return tools;
  }

  /** Sets a variable. */
  Script with(String variable, Object value) {
    variables.put(variable, value.toString());
    return this;
  }

  /** Runs it to its end; what takes over a minute is killed and fails the test. */
  Result run(String... arguments) throws IOException, InterruptedException {
    Path stdout = temporary.resolve("stdout");
    Path stderr = temporary.resolve("stderr");
    Process process = start(stdout, stderr, arguments);
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(script + " did not end: " + Files.readString(stderr));
    }
    return new Result(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
  }

  private Process start(Path stdout, Path stderr, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    return builder.start();
  }
}
