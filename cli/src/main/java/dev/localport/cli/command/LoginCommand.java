package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport login}: runs the credential plug-in of a context here, where a person can answer
 * it, and hands what it prints to the daemon.
 */
public final class LoginCommand implements Callable<Integer> {
  private final PositionalParamSpec name =
      Specs.word("CONTEXT", "0", "1", "The kube context, as your kubeconfig names it.");
  private final CommandContext context;

  /** Takes what every command is given. */
  public LoginCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "login",
            "Log in to a cluster: run its credential plug-in in this terminal.",
            "localport login dev")
        .addPositional(name);
  }

  @Override
  public Integer call() throws CommandException {
    UserFile file = new UserFile(context.surroundings(), context.options().config());
    JsonObject request =
        JsonObject.builder()
            .put("context", Specs.name(name))
            .put("terminal", context.console().terminal())
            .putAll(file.caller().toJson())
            .build();
    JsonObject plan;
    try (DaemonClient daemon = context.startedDaemon()) {
      plan = daemon.call(Methods.LOGIN, request);
    }
    // with no connection meanwhile: a person may take an hour
    String printed = new TerminalPlugin(context.surroundings(), plan).run();
    JsonObject handed = JsonObject.builder().putAll(request).put("output", printed).build();
    try (DaemonClient daemon = context.startedDaemon()) {
      print(daemon.call(Methods.LOGIN, handed));
    }
    return ExitCode.OK;
  }

  private void print(JsonObject answer) {
    Output output = context.output();
    List<String> services = answer.texts("services");
    if (output.isJson()) {
      output.result(answer);
    } else {
      output.result(
          "Logged in to %s.%s"
              .formatted(
                  answer.text("context"),
                  services.isEmpty() ? "" : " Connecting: " + String.join(", ", services) + "."));
    }
  }
}
