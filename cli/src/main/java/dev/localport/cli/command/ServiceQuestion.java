package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
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
  private final String list;

  /**
   * Prepares one.
   *
   * @param list the key of the answer's list, which may come in pages
   */
  ServiceQuestion(CommandContext context, String method, String list) {
    this.context = context;
    this.method = method;
    this.list = list;
  }

  void addTo(CommandSpec command) {
    command.addPositional(name);
  }

  /** Asks, prints the answer as JSON or in these words, and returns it. */
  JsonObject ask(Function<JsonObject, List<String>> words) throws CommandException {
    JsonObject params = JsonObject.builder().put("name", Specs.name(name)).build();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = Pages.all(daemon, method, params, list);
      if (context.output().isJson()) {
        context.output().result(answer);
      } else {
        context.output().painted(words.apply(answer));
      }
      return answer;
    }
  }
}
