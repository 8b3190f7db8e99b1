package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.cli.render.TimedLines;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints on standard error what becomes of the services in the foreground, each change with its
 * time. Used by the thread that waits in the client.
 */
final class ForwardWatcher implements RpcClient.Listener {
  private final Output output;
  private final TimedLines lines;
  private final List<Runnable> early = new ArrayList<>();
  private final Map<String, String> told = new HashMap<>();
  private final Map<String, Instant> lost = new HashMap<>();
  private final Set<String> running = new HashSet<>();
  private final Set<String> offline = new HashSet<>(); // clusters of several services
  private Runnable whenOver = () -> {};
  private boolean begun;
  private boolean areSeveral;

  ForwardWatcher(Output output, TimedLines lines) {
    this.output = output;
    this.lines = lines;
  }

  /**
   * Begins with what was answered; changes that came before that are told now.
   *
   * @param over is run when none of the services is left
   */
  void begin(List<ServiceStatus> services, Runnable over) {
    whenOver = over;
    begun = true;
    areSeveral = services.size() > 1;
    for (ServiceStatus service : services) {
      String pod = service.pods().isEmpty() ? null : service.pods().getFirst();
      told.put(service.name(), key(service.state(), service.reason(), pod));
      running.add(service.name());
    }
    early.forEach(Runnable::run);
    early.clear();
  }

  /** Tells whether the services were ended by somebody else. */
  boolean isOver() {
    return begun && running.isEmpty();
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    if (method.equals(RpcConnection.MISSED)) {
      output.note("Some changes were missed; see: localport status");
    } else if (method.equals(Methods.STATUS_CHANGED) && params.has("service")) {
      StatusChange change = StatusChange.from(params);
      onceBegun(() -> tell(change));
    } else if (method.equals(Methods.TROUBLE)) {
      ServiceTrouble trouble = ServiceTrouble.from(params);
      onceBegun(() -> tell(trouble));
    }
  }

  private void onceBegun(Runnable news) {
    if (begun) {
      news.run();
    } else {
      early.add(news);
    }
  }

  private void tell(ServiceTrouble trouble) {
    if (running.contains(trouble.service())) {
      print(trouble.at(), trouble.service(), ServiceWords.trouble(trouble));
    }
  }

  private void tell(StatusChange change) {
    if (!running.contains(change.service())) {
      return;
    }
    if (change.current().equals("stopped")) {
      running.remove(change.service());
      print(change.at(), change.service(), "stopped by another command");
      if (running.isEmpty()) {
        whenOver.run();
      }
    } else if (!change.current().equals("connecting")) { // what comes of it is the news
      String key = key(change.current(), change.reason(), change.pod());
      if (!key.equals(told.put(change.service(), key))) {
        tellNew(change);
      }
    }
  }

  /* What a cluster does to all of its services is said once. */
  private void tellNew(StatusChange change) {
    Duration outage = outage(change);
    String cluster = areSeveral ? change.cluster() : null;
    if (cluster != null && "cluster_offline".equals(change.reason())) {
      if (offline.add(cluster)) {
        output.note(lines.line(change.at(), ServiceWords.offline(cluster, change)));
      }
      return;
    } else if (change.current().equals("connected")) {
      offline.remove(cluster);
    }
    print(change.at(), change.service(), ServiceWords.change(change, outage));
  }

  private void print(Instant at, String service, String what) {
    output.note(lines.line(at, areSeveral ? service + ": " + what : what));
  }

  /** Returns how long a service was not connected that is so now; null: it was, or is not yet. */
  private @Nullable Duration outage(StatusChange change) {
    if (!change.current().equals("connected")) {
      lost.putIfAbsent(change.service(), change.at());
      return null;
    }
    Instant begun = lost.remove(change.service());
    return begun == null ? null : Duration.between(begun, change.at());
  }

  /** What makes a change worth a line; the last one may have been answered already. */
  private static String key(String state, @Nullable String reason, @Nullable String pod) {
    return state + " " + reason + " " + pod;
  }
}
