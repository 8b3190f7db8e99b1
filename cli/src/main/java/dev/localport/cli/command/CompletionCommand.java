package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport completion SHELL}: a script that has {@link CompleteCommand} say what may come
 * next, so that it never grows old.
 */
public final class CompletionCommand implements Callable<Integer> {
  static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private final PositionalParamSpec shell = Specs.word("SHELL", "0", "1", "bash, zsh or fish.");
  private final CommandContext context;

  /** Takes what every command is given. */
  public CompletionCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "completion",
            "Print a completion script for your shell.",
            "source <(localport completion bash)",
            "localport completion fish | source")
        .addPositional(shell);
  }

  @Override
  public Integer call() throws UsageException {
    String name = String.valueOf(Specs.find(shell));
    if (!SHELLS.contains(name)) {
      throw new UsageException(
          "invalid shell \"%s\"; use %s".formatted(name, String.join(", ", SHELLS)));
    }
    context.output().result(script(name).lines().toList());
    return ExitCode.OK;
  }

  private static String script(String shell) {
    try (InputStream script =
        Objects.requireNonNull(
            CompletionCommand.class.getResourceAsStream("completion." + shell), shell)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program itself cannot be read", e);
    }
  }
}
