package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.Reasons;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the daemon answers to a forward. */
final class ForwardAnswer {
  private final Output output;
  private final JsonObject answer;
  private final ServicesReply reply;
  private final ForwardEnding ending;

  /**
   * Takes an answer.
   *
   * @param ending says how a service that is up is stopped
   */
  ForwardAnswer(Output output, JsonObject answer, ForwardEnding ending) {
    this.output = output;
    this.answer = answer;
    this.reply = ServicesReply.from(answer);
    this.ending = ending;
  }

  List<ServiceStatus> services() {
    return reply.services();
  }

  /**
   * Prints each port, or why there is none, and returns the exit code.
   *
   * @param begun when the command was given
   * @param goesOn whether the command keeps services of which none is up
   */
  int print(Instant begun, boolean goesOn) {
    if (output.isJson()) {
      output.result(answer);
    }
    ForwardList list = new ForwardList(output, services(), begun);
    boolean areSeveral = services().size() > 1;
    if (areSeveral) {
      list.print();
    } else {
      services().forEach(this::printOne);
    }
    int exitCode = reply.unknown().isEmpty() ? ExitCode.OK : ExitCode.SERVICE;
    for (ServiceStatus service : SelectionArguments.notUp(reply)) {
      exitCode = exitCode(service.lastError());
    }
    int end = SelectionArguments.printRemarks(output, reply, exitCode, FileWarnings.NONE);
    if (areSeveral) {
      list.summarize(ending, goesOn || isAnyUp());
    }
    return end;
  }

  /** Tells whether a service can be used. */
  boolean isAnyUp() {
    return services().stream().anyMatch(ServiceStatus::isUp);
  }

  private void printOne(ServiceStatus service) {
    if (!service.isUp()) {
      output.error(service.name() + ": " + Reasons.why(service));
    } else if (!output.isJson()) {
      List<String> lines = new ArrayList<>(ServiceWords.forwarding(service));
      lines.add(lines.removeLast() + ". " + ending.one(service));
      output.result(lines);
    }
  }

  private static int exitCode(@Nullable Failure failure) {
    return failure == null ? ExitCode.SERVICE : failure.kind().exitCode();
  }
}
