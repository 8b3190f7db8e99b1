package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.ActingLines;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Prints what becomes of services: a line for each as soon as the daemon reports it, and a line
 * that counts them until the answer is there. Used by the thread that waits in the client; what the
 * counting line reads is changed under its lock.
 */
final class ActingProgress implements RpcClient.Listener, AutoCloseable {
  private final Output output;
  private final String doing;
  private final InstantSource clock;
  private final boolean waits;
  private final int columns;
  private final Map<String, String> printed = new HashMap<>();
  private final DaemonLine line;
  private Instant begun;
  private List<String> meant = List.of();
  private int names;
  private int contexts;
  private int up;

  /**
   * Begins with no service.
   *
   * @param doing what the command does, such as {@code starting}
   * @param clock tells how long it takes, from now on
   * @param waits whether it waits for the services: if not, it is no trouble that they are not up
   */
  ActingProgress(Output output, String doing, InstantSource clock, boolean waits) {
    this.output = output;
    this.doing = doing;
    this.clock = clock;
    this.begun = clock.instant();
    this.waits = waits;
    this.columns = output.isJson() ? 0 : output.columns();
    this.line = new DaemonLine(output, doing, this::counts);
  }

  /** Returns what receives news of the daemon: they stand in the same line, or above it. */
  DaemonNews news() {
    return line;
  }

  /** Returns the parameters of a call that reports here. */
  JsonObject asking(JsonObject params) {
    return !waits || output.isJson()
        ? params
        : JsonObject.builder().putAll(params).put("progress", true).build();
  }

  boolean waits() {
    return waits;
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    if (!method.equals(Methods.PROGRESS)) {
      return;
    }
    JsonObject service = params.findObject("service");
    if (service == null) {
      line.above(() -> expect(params.texts("names")));
    } else {
      print(ServiceStatus.from(service));
    }
  }

  private void expect(List<String> services) {
    meant = services;
    names = ActingLines.column(services, columns);
  }

  /** Prints how services are, except what is printed already. */
  void print(List<ServiceStatus> services) {
    expect(services.stream().map(ServiceStatus::name).toList());
    services.forEach(this::print);
  }

  private void print(ServiceStatus service) {
    String how = service.state() + service.reason() + ActingAnswer.isUnhealthy(service);
    line.above(() -> {
      if (!how.equals(printed.put(service.name(), how))) {
        up += ActingAnswer.isUsable(service) ? 1 : 0;
        contexts = Math.max(contexts, ActingLines.context(service).length());
        show(service);
      }
    });
  }

  /* A cluster that is offline is printed once, and what was stopped with the command to start it. */
  private void show(ServiceStatus service) {
    ActingLines lines = new ActingLines(names, contexts, begun, columns);
    if (ActingAnswer.isOffline(service) || ActingAnswer.isStopped(service)) {
      return;
    } else if (ActingAnswer.isUsable(service)) {
      showUp(service, lines);
    } else if (service.isUnusable() || waits || !output.isQuiet()) {
      output.paintedError(lines.down(service)); // where nothing is waited for, it is only a note
    }
  }

  private void showUp(ServiceStatus service, ActingLines lines) {
    if (!output.isJson()) {
      output.painted(lines.up(service));
    }
    String refusals = ServiceWords.refusals(service);
    if (refusals != null) {
      output.wrappedNote("    %s; see: localport explain %s".formatted(refusals, service.name()));
    }
  }

  private String counts(long seconds) {
    int left = meant.size() - printed.size();
    if (meant.isEmpty()) {
      return "";
    } else if (meant.size() == 1) {
      return "%s %s (%ds)".formatted(doing, meant.getFirst(), seconds);
    }
    int notReady = printed.size() - up;
    return "%s %d services: %d up, %s%d to go (%ds)"
        .formatted(
            doing, meant.size(), up, notReady == 0 ? "" : notReady + " not ready, ", left, seconds);
  }

  /**
   * Asks the user. Until the answer, no line is drawn over the question; the time that the services
   * take counts from the answer.
   */
  boolean isConfirmed(String question) {
    AtomicBoolean agreed = new AtomicBoolean();
    line.above(() -> agreed.set(output.isConfirmed(question)));
    begun = clock.instant();
    return agreed.get();
  }

  /** Erases the line that counts. */
  @Override
  public void close() {
    line.close();
  }
}
