package dev.localport.cli.command;

import dev.localport.api.Waiting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code [--wait|--no-wait] [--timeout S]}: how long a command waits for services. */
final class WaitArguments {
  /** How long a command waits, where the user says nothing else. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OptionSpec wait =
      OptionSpec.builder("--wait")
          .negatable(true)
          .type(Boolean.class)
          .arity("0")
          .description(
              "Wait, also while a cluster is offline or no pod is starting; or do not wait at all"
                  + " (default: wait, but report both at once).")
          .build();
  private final OptionSpec timeout =
      Specs.number("SECONDS", "Longest wait (default: 10).", "--timeout");

  CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(wait).addOption(timeout);
  }

  Waiting waiting() throws UsageException {
    @Nullable Boolean waits = wait.getValue();
    int seconds = Specs.number(timeout, 0, (int) PATIENCE.toSeconds());
    return waits != null && !waits
        ? Waiting.NONE
        : new Waiting(Duration.ofSeconds(seconds), waits != null);
  }
}
