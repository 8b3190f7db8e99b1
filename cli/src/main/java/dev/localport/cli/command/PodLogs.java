package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.PodLogRequest;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.JsonObject;
import java.time.Instant;

/**
 * {@code localport logs NAME --pod}: through the end of a daemon too. The next one is asked to go
 * on behind the last line that was printed.
 */
final class PodLogs {
  private final CommandContext context;
  private final Succession succession;

  PodLogs(CommandContext context) {
    this.context = context;
    this.succession = new Succession(context);
  }

  /**
   * Prints the log until it ends, or its reader is gone.
   *
   * @throws CommandException if it cannot be read, or the daemon is stopped
   */
  void run(PodLogRequest request) throws CommandException {
    PodLogPrinter printer = new PodLogPrinter(context.output());
    Instant begun = succession.now();
    try (DaemonClient daemon = context.daemons().need(printer)) {
      read(daemon, printer, request);
    }
    while (!printer.isOver()) {
      Succession.requireAnother(succession.after(begun, "the log of the pod"));
      begun = succession.now();
      try (DaemonClient daemon = context.startedDaemon(printer)) {
        read(daemon, printer, request.after(printer.position()));
      }
    }
    JsonObject error = printer.error();
    if (error != null) {
      int exitCode = (int) error.number("exit_code", ExitCode.GENERAL);
      throw new CommandException(exitCode, error.text("message"));
    }
  }

  private void read(DaemonClient daemon, PodLogPrinter printer, PodLogRequest request)
      throws CommandException {
    printer.stopsBy(daemon::close);
    try {
      JsonObject _ = daemon.call(Methods.LOG_POD, request.toJson());
      daemon.awaitNotifications();
    } catch (CommandException e) {
      if (!printer.isOver() && !daemon.isLost()) {
        throw e;
      }
      context.output().trace(e);
    }
  }
}
