package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.demo.Demo;
import dev.localport.cli.demo.EndSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code localport demo}: a cluster and a daemon of its own, to try LocalPort without a cluster.
 */
public final class DemoCommand implements Callable<Integer> {
  private final OptionSpec once =
      Specs.flag(
          "Play it once and end: requests, a lost pod, a lost API server. A smoke test.", "--once");
  private final CommandContext context;

  /** Takes what every command is given. */
  public DemoCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "demo",
            "Try it without a cluster: with a simulated one, until Ctrl-C. Leaves nothing behind.",
            "localport demo --once")
        .addOption(once);
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    try (EndSignal signal = EndSignal.install()) {
      Demo demo = new Demo(context.surroundings(), context.output(), signal);
      return Specs.isSet(once) ? demo.runOnce() : demo.runUntilAsked();
    }
  }
}
