package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command that asks the daemon about one service, which is its argument. */
final class ServiceQuestion {
  private final PositionalParamSpec name = Specs.word("NAME", "0", "1", "The service.");
  private final CommandContext context;
  private final String method;

  ServiceQuestion(CommandContext context, String method) {
    this.context = context;
    this.method = method;
  }

  void addTo(CommandSpec command) {
    command.addPositional(name);
  }

  /** Asks, prints the answer as JSON or in these words, and returns it. */
  JsonObject ask(Function<JsonObject, List<String>> words) throws CommandException {
    JsonObject params = JsonObject.builder().put("name", Specs.find(name)).build();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(method, params);
      if (context.output().isJson()) {
        context.output().result(answer);
      } else {
        context.output().result(words.apply(answer));
      }
      return answer;
    }
  }
}
