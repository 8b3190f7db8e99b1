package dev.localport.cli;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.TestEnvironments;
import dev.localport.cli.manager.OperatingSystem;
import dev.localport.cli.render.Console;
import dev.localport.paths.Places;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands in this process, in a world below one folder: {@code user} is the home, {@code
 * user/state} LocalPort's, {@code user/work} the current folder.
 */
final class Terminal {
  /** What a command printed and how it ended. */
  record Result(int exit, String stdout, String stderr) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private boolean colours;
  private boolean merged;
  private int columns;
  private @Nullable Supplier<String> typed;
  private @Nullable OperatingSystem system;
  private Path java = Path.of("/no/java");
  private @Nullable String daemonClassPath;

  Terminal(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(folder());
    environment.put("LOCALPORT_HOME", state().toString());
  }

  Path home() {
    return root.resolve("user");
  }

  Path state() {
    return home().resolve("state");
  }

  Path folder() {
    return home().resolve("work");
  }

  Terminal with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Terminal withColours() {
    colours = true;
    return this;
  }

  /** Prints all on standard output, as a person sees it. */
  Terminal merged() {
    merged = true;
    return this;
  }

  Terminal withColumns(int number) {
    columns = number;
    return this;
  }

  Terminal on(OperatingSystem machine) {
    system = machine;
    return this;
  }

  /** Gives it a daemon's program. */
  Terminal withProgram(Path runtime, Path classes) {
    java = runtime;
    daemonClassPath = classes.toString();
    return this;
  }

  /** Lets a person sit before it, who types this line. */
  Terminal typing(String line) {
    return typing(() -> line);
  }

  /** Lets a person sit before it, who types what this returns when asked. */
  Terminal typing(Supplier<String> line) {
    typed = line;
    return this;
  }

  private String typed() {
    return Objects.requireNonNull(typed, "asked without a terminal").get();
  }

  /** Returns what the command that runs has printed on standard output by now. */
  String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns what the command that runs has printed on standard error by now. */
  String stderr() {
    return err.toString(StandardCharsets.UTF_8);
  }

  Result run(String... arguments) {
    out.reset();
    err.reset();
    PrintStream results = stream(out);
    PrintStream rest = merged ? results : stream(err);
    Console console =
        new Console(results, rest, typed != null, colours, () -> columns, this::typed);
    int exit = new CommandTree(surroundings(), console).run(arguments);
    return new Result(exit, stdout(), stderr());
  }

  private PrintStream stream(ByteArrayOutputStream bytes) {
    return Console.stream(bytes, environment);
  }

  private CliEnvironment surroundings() {
    return new CliEnvironment(
        environment,
        home(),
        folder(),
        new Places(environment, home(), root, "me"),
        InstantSource.fixed(Samples.NOW),
        TestEnvironments.daemon(java, daemonClassPath),
        system == null ? OperatingSystem.ofMachine(environment) : system);
  }
}
