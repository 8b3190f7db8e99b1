package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the daemon answers to a forward. */
final class ForwardAnswer {
  private ForwardAnswer() {}

  /** Prints each port, or why there is none, and returns the exit code. */
  static int print(Output output, JsonObject answer) {
    ServicesReply reply = ServicesReply.from(answer);
    if (output.isJson()) {
      output.result(answer);
    }
    int exitCode = reply.unknown().isEmpty() ? ExitCode.OK : ExitCode.SERVICE;
    for (ServiceStatus service : reply.services()) {
      if (!service.isUp()) {
        output.error(ServiceWords.trouble(service));
        exitCode = exitCode(service.lastError());
      } else if (!output.isJson()) {
        output.result(ServiceWords.ports(service));
      }
    }
    return SelectionArguments.printRemarks(output, reply, exitCode, FileWarnings.NONE);
  }

  private static int exitCode(@Nullable Failure failure) {
    return failure == null ? ExitCode.SERVICE : failure.kind().exitCode();
  }
}
