package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.api.StatusChange;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import java.time.Instant;
import java.util.List;

/**
 * Keeps services for a command that uses them: they are bound to a connection of this process. When
 * that ends, however it does, the daemon stops those that nothing else keeps. After a daemon that
 * crashed or was restarted, the services are asked for again. The command goes on in any case.
 */
final class HeldServices implements AutoCloseable {
  private final CommandContext context;
  private final Output output;
  private final StartRequest request;
  private final List<String> names;
  private final Succession succession;
  private volatile DaemonClient connection;
  private volatile boolean closed;

  private HeldServices(
      CommandContext context,
      Output output,
      StartRequest request,
      List<String> names,
      DaemonClient connection) {
    this.context = context;
    this.output = output;
    this.request = request;
    this.names = names;
    this.succession = new Succession(context);
    this.connection = connection;
  }

  /**
   * Keeps services from now on, on a thread of its own.
   *
   * @param request how they were asked for on the connection
   */
  static HeldServices keep(
      CommandContext context,
      Output output,
      StartRequest request,
      List<String> names,
      DaemonClient connection) {
    HeldServices held = new HeldServices(context, output, request, names, connection);
    Thread _ = Thread.ofVirtual().name("held-services").start(held::run);
    return held;
  }

  /** Returns what prints the end of services that another command stops. */
  static RpcClient.Listener stops(Output output) {
    return (method, params) -> {
      if (method.equals(Methods.STATUS_CHANGED) && params.has("service")) {
        StatusChange change = StatusChange.from(params);
        if (change.current().equals("stopped")) {
          output.note(change.service() + " was stopped by another command");
        }
      }
    };
  }

  private void run() {
    try {
      Instant begun = succession.now();
      awaitEnd();
      while (!closed) {
        connection.close();
        report(succession.after(begun, called()));
        begun = succession.now();
        begin();
        awaitEnd();
      }
    } catch (CommandException e) {
      if (!closed) {
        output.error(e.text());
      }
    }
  }

  private void begin() throws CommandException {
    connection = context.startedDaemon(stops(output), DaemonNews.NONE);
    if (closed) {
      connection.close();
    } else {
      JsonObject answer = Pages.start(connection, request);
      for (ServiceStatus service : SelectionArguments.notUp(ServicesReply.from(answer))) {
        output.note(
            "%s is %s; see: localport explain %s"
                .formatted(service.name(), ServiceWords.state(service), service.name()));
      }
    }
  }

  /* What the end of the connection means shows when a daemon is looked for, not by how it came. */
  private void awaitEnd() {
    try {
      connection.awaitNotifications();
    } catch (CommandException e) {
      output.trace(e);
    }
  }

  private void report(Succession.Next next) throws CommandException {
    switch (next) {
      case STOPPED ->
          throw new CommandException(
              ExitCode.GENERAL, "the daemon was stopped, and %s with it".formatted(called()));
      case RESTARTED ->
          output.note("the daemon was restarted; starting %s again".formatted(called()));
      case CRASHED ->
          output.note(
              "the daemon crashed; restarting it for %s, see: localport logs".formatted(called()));
    }
  }

  private String called() {
    return String.join(", ", names);
  }

  @Override
  public void close() {
    closed = true;
    connection.close();
  }
}
