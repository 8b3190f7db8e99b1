package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.Reasons;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the daemon answers to a forward. */
final class ForwardAnswer {
  private ForwardAnswer() {}

  /**
   * Prints each port, or why there is none, and returns the exit code.
   *
   * @param ending says how a service that is up is stopped
   */
  static int print(Output output, JsonObject answer, Function<ServiceStatus, String> ending) {
    ServicesReply reply = ServicesReply.from(answer);
    if (output.isJson()) {
      output.result(answer);
    }
    int exitCode = reply.unknown().isEmpty() ? ExitCode.OK : ExitCode.SERVICE;
    for (ServiceStatus service : reply.services()) {
      if (!service.isUp()) {
        output.error(service.name() + ": " + Reasons.why(service));
        exitCode = exitCode(service.lastError());
      } else if (!output.isJson()) {
        output.result(lines(service, ending));
      }
    }
    return SelectionArguments.printRemarks(output, reply, exitCode, FileWarnings.NONE);
  }

  private static List<String> lines(ServiceStatus service, Function<ServiceStatus, String> ending) {
    List<String> lines = new ArrayList<>(ServiceWords.forwarding(service));
    lines.add(lines.removeLast() + ". " + ending.apply(service));
    return lines;
  }

  private static int exitCode(@Nullable Failure failure) {
    return failure == null ? ExitCode.SERVICE : failure.kind().exitCode();
  }
}
