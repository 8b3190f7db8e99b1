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
      Specs.flag("Run the demo once and exit: requests, a lost pod, a lost API server.", "--once");
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
            "Try LocalPort with a simulated cluster, until Ctrl-C.",
            "localport demo",
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
