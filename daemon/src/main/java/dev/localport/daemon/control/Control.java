package dev.localport.daemon.control;

import dev.localport.api.DaemonInfo;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StatusReply;
import dev.localport.api.Version;
import dev.localport.daemon.metrics.Metrics;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Selected;
import dev.localport.daemon.time.Timers;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import dev.localport.rpc.RpcMethods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the daemon answers to. Thread-safe. */
public final class Control {
  private final Forwards forwards;
  private final StartMethod start;
  private final Groups groups;
  private final Timers timers;
  private final Instant since;
  private final Runnable stop;

  /**
   * Methods that need more than the forwards.
   *
   * @param notes what users should know of the process, a sentence each
   */
  public record Groups(
      TestMethod test,
      ExplainMethod explain,
      LogMethods logs,
      TargetMethods targets,
      ClusterMethods clusters,
      SubscribeMethod subscribe,
      Metrics metrics,
      Supplier<List<String>> notes) {}

  /**
   * Answers for the given parts.
   *
   * @param stop ends the daemon; returns at once
   */
  public Control(Forwards forwards, Groups groups, Timers timers, Runnable stop) {
    this.forwards = forwards;
    this.start = new StartMethod(forwards, groups.subscribe().subscribers());
    this.groups = groups;
    this.timers = timers;
    this.since = timers.instant();
    this.stop = stop;
  }

  /** Returns the methods by their names. */
  public RpcMethods methods() {
    Map<String, RpcMethod> methods = new LinkedHashMap<>();
    methods.put(Methods.HELLO, this::hello);
    methods.put(Methods.STATUS, this::status);
    methods.put(Methods.RELOAD, new ReloadMethod(forwards));
    methods.put(Methods.STOP_DAEMON, this::stopDaemon);
    methods.put(Methods.LOAD, start::load);
    methods.put(Methods.START, start::start);
    methods.put(Methods.STOP, this::stop);
    methods.put(Methods.RESTART, this::restart);
    methods.put(Methods.RECONNECT, this::reconnect);
    methods.put(Methods.LIST, this::list);
    methods.put(Methods.TEST, groups.test());
    methods.put(Methods.EXPLAIN, groups.explain());
    methods.put(Methods.CLUSTER_STATUS, groups.clusters()::status);
    methods.put(Methods.CLUSTER_EVENTS, groups.clusters()::events);
    methods.put(Methods.CLUSTER_PODS, groups.clusters()::pods);
    methods.put(Methods.CLUSTER_REFRESH, groups.clusters()::refresh);
    methods.put(Methods.SUBSCRIBE, groups.subscribe());
    methods.put(Methods.LOG_QUERY, groups.logs()::query);
    methods.put(Methods.LOG_FOLLOW, groups.logs()::follow);
    methods.put(Methods.METRICS_READ, new MetricsMethod(groups.metrics()));
    methods.put(Methods.LIST_TARGETS, groups.targets()::list);
    methods.put(Methods.TARGET_PORTS, groups.targets()::ports);
    methods.replaceAll(LoggedMethod::new);
    return new RpcMethods(methods);
  }

  private JsonObject hello(JsonObject params, RpcConnection from) {
    if (params.number("protocol") != Methods.PROTOCOL) {
      throw new RpcException(
          RpcException.FAILED,
          "the daemon (pid %d, version %s) speaks protocol %d, this command %d; restart it: localport daemon stop"
              .formatted(pid(), Version.current(), Methods.PROTOCOL, params.number("protocol")),
          JsonObject.builder().put("exit_code", ExitCode.GENERAL).build());
    }
    return JsonObject.builder()
        .put("protocol", Methods.PROTOCOL)
        .put("version", Version.current())
        .put("pid", pid())
        .build();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private JsonObject status(JsonObject params, RpcConnection from) {
    List<ServiceStatus> services = forwards.statuses();
    DaemonInfo daemon =
        new DaemonInfo(
            pid(),
            Version.current(),
            Methods.PROTOCOL,
            Duration.between(since, timers.instant()).toSeconds(),
            forwards.files());
    List<String> notes = new ArrayList<>(forwards.notes());
    notes.addAll(groups.metrics().notes());
    notes.addAll(groups.notes().get());
    return new StatusReply(
            StatusReply.Overall.of(services), daemon, services, groups.clusters().brief(), notes)
        .toJson();
  }

  private JsonObject stopDaemon(JsonObject params, RpcConnection from) {
    stop.run();
    return JsonObject.builder().put("pid", pid()).build();
  }

  private JsonObject stop(JsonObject params, RpcConnection from) throws InterruptedException {
    Selection selection = Selection.from(params);
    Selected selected = forwards.select(selection);
    List<String> givenUp = forwards.giveUp(selection);
    List<String> notes = new ArrayList<>();
    for (String name : givenUp) {
      notes.add("%s does not start again when its file is loaded".formatted(name));
    }
    List<String> unknown = new ArrayList<>(selected.unknown());
    unknown.removeAll(givenUp);
    return new ServicesReply(forwards.stop(selected.names()), unknown, notes).toJson();
  }

  private JsonObject restart(JsonObject params, RpcConnection from) throws InterruptedException {
    Selected selected = forwards.select(Selection.from(params));
    forwards.restart(selected.names());
    return reply(selected);
  }

  private JsonObject reconnect(JsonObject params, RpcConnection from) {
    Selected selected = forwards.select(Selection.from(params));
    forwards.reconnect(selected.names());
    return reply(selected);
  }

  private JsonObject list(JsonObject params, RpcConnection from) {
    return reply(forwards.select(Selection.from(params)));
  }

  private JsonObject reply(Selected selected) {
    return new ServicesReply(forwards.statuses(selected.names()), selected.unknown(), List.of())
        .toJson();
  }
}
