package dev.localport.daemon.control;

import dev.localport.api.ClusterStatus;
import dev.localport.api.DaemonInfo;
import dev.localport.api.Methods;
import dev.localport.api.ProtocolVersion;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StatusReply;
import dev.localport.api.Version;
import dev.localport.daemon.metrics.Metrics;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.Selected;
import dev.localport.daemon.time.Stopwatch;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import dev.localport.rpc.RpcMethods;
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
  private final Stopwatch up = new Stopwatch();
  private final Stop stop;
  private final Supplier<List<String>> notes;

  /** Ends the daemon; returns at once. */
  @FunctionalInterface
  public interface Stop {
    /**
     * Asks for the end.
     *
     * @param replaced another daemon waits to take over: commands that look for one meanwhile have
     *     to wait for it
     */
    void stop(boolean replaced);
  }

  /** Methods that need more than the forwards. */
  public record Groups(
      TestMethod test,
      ExplainMethod explain,
      LogMethods logs,
      PodLogMethod podLog,
      TargetMethods targets,
      LoginMethod login,
      ClusterMethods clusters,
      SubscribeMethod subscribe,
      EventMethods events,
      SettingsMethods settings,
      ConnectionMethods connection,
      HistoryMethod history,
      DoctorMethod doctor,
      Metrics metrics) {}

  /**
   * Answers for the given parts.
   *
   * @param stop ends the daemon
   * @param notes what users should know about the whole daemon, a sentence each
   */
  public Control(Forwards forwards, Groups groups, Stop stop, Supplier<List<String>> notes) {
    this.forwards = forwards;
    this.start = new StartMethod(forwards, groups.subscribe().subscribers());
    this.groups = groups;
    this.stop = stop;
    this.notes = notes;
  }

  /** Returns the methods by their names. */
  public RpcMethods methods() {
    Map<String, RpcMethod> methods = new LinkedHashMap<>();
    methods.put(Methods.HELLO, this::hello);
    methods.put(Methods.STATUS, this::status);
    methods.put(Methods.RELOAD, new ReloadMethod(forwards));
    methods.put(Methods.STOP_DAEMON, this::stopDaemon);
    methods.put(Methods.LOAD, start::load);
    methods.put(Methods.START, services(start::start));
    methods.put(Methods.STOP, services(this::stop));
    methods.put(Methods.RESTART, services(new AgainMethod(forwards, forwards::restart)));
    methods.put(Methods.RECONNECT, services(new AgainMethod(forwards, forwards::reconnect)));
    OperationMethods operations = new OperationMethods(forwards);
    methods.put(Methods.OPERATION_LIST, operations::list);
    methods.put(Methods.OPERATION_CANCEL, operations::cancel);
    methods.put(Methods.GET_HEALTH, groups.connection()::health);
    methods.put(Methods.GET_SETTINGS, groups.connection()::settings);
    methods.put(Methods.SET_SETTINGS, groups.connection()::set);
    methods.put(Methods.SET_AUTO_RECONNECT, groups.connection()::setAutoReconnect);
    methods.put(Methods.SETTINGS_GET, groups.settings()::get);
    methods.put(Methods.SETTINGS_SET, groups.settings()::set);
    methods.put(Methods.SETTINGS_RESET, groups.settings()::reset);
    methods.put(Methods.LIST, this::list);
    methods.put(Methods.VARIABLES, services(new VariablesMethod(forwards)));
    methods.put(Methods.COUNTS, new CountsMethod(forwards::statuses));
    methods.put(Methods.TEST, new PagedMethod("steps", groups.test()));
    methods.put(Methods.EXPLAIN, groups.explain());
    methods.put(Methods.CLUSTER_STATUS, groups.clusters()::status);
    methods.put(Methods.CLUSTER_EVENTS, groups.clusters()::events);
    methods.put(Methods.CLUSTER_PODS, groups.clusters()::pods);
    methods.put(Methods.CLUSTER_REFRESH, groups.clusters()::refresh);
    methods.put(Methods.SUBSCRIBE, groups.subscribe());
    methods.put(Methods.HISTORY_QUERY, groups.history());
    methods.put(Methods.EVENT_QUERY, groups.events()::query);
    methods.put(Methods.LOG_QUERY, groups.logs()::query);
    methods.put(Methods.LOG_FOLLOW, groups.logs()::follow);
    methods.put(Methods.LOG_POD, groups.podLog());
    methods.put(Methods.DOCTOR, new PagedMethod("checks", groups.doctor()));
    methods.put(Methods.METRICS_READ, new MetricsMethod(groups.metrics()));
    methods.put(Methods.LOGIN, groups.login());
    methods.put(Methods.LIST_TARGETS, groups.targets()::list);
    methods.put(Methods.TARGET_PORTS, groups.targets()::ports);
    methods.put(Methods.TARGET_SERVICES, new PagedMethod("targets", groups.targets()::services));
    methods.replaceAll(LoggedMethod::new);
    return new RpcMethods(methods);
  }

  private static RpcMethod services(RpcMethod acting) {
    return new PagedMethod("services", acting);
  }

  /*
   * Never refuses: a command of any version has to find out which daemon this is, and
   * may then stop this daemon or restart it. So do status() and stopDaemon(), in every protocol.
   */
  private JsonObject hello(JsonObject params, RpcConnection from) {
    return JsonObject.builder()
        .put("protocol", ProtocolVersion.current())
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
            ProtocolVersion.current(),
            up.elapsed().toSeconds(),
            forwards.listing().files());
    List<ClusterStatus> clusters = groups.clusters().brief();
    JsonObject reply =
        new StatusReply(
                StatusReply.Overall.of(services, clusters), daemon, services, clusters, notes.get())
            .toJson();
    return page(reply, params);
  }

  private JsonObject stopDaemon(JsonObject params, RpcConnection from) {
    stop.stop(params.flag("replaced", false));
    return JsonObject.builder().put("pid", pid()).build();
  }

  private JsonObject stop(JsonObject params, RpcConnection from) throws InterruptedException {
    Selection selection = Selection.from(params);
    Listing listing = forwards.listing();
    Selected selected = listing.select(selection);
    List<String> idle = selected.names().stream().filter(name -> !listing.isRunning(name)).toList();
    List<String> givenUp = forwards.giveUp(selection);
    List<String> remarks = new ArrayList<>();
    for (String name : givenUp) {
      remarks.add("%s stays stopped when its file is loaded".formatted(name));
    }
    List<String> unknown = new ArrayList<>(selected.unknown());
    unknown.removeAll(givenUp);
    List<ServiceStatus> stopped = forwards.stop(selected.names());
    ServicesReply reply =
        new ServicesReply(stopped, unknown, selected.unknownTags(), remarks, forwards.notSaved())
            .meaning(forwards.listing().near(selected));
    return JsonObject.builder().putAll(reply.toJson()).put("already_stopped", idle).build();
  }

  private JsonObject list(JsonObject params, RpcConnection from) {
    Selected selected = forwards.listing().select(Selection.from(params));
    List<ServiceStatus> services = forwards.statuses(selected.names());
    JsonObject reply =
        new ServicesReply(services, selected.unknown(), selected.unknownTags(), List.of(), null)
            .meaning(forwards.listing().near(selected))
            .toJson();
    return page(reply, params);
  }

  /** An answer that is too long for one line comes in pages of services. */
  private static JsonObject page(JsonObject reply, JsonObject params) {
    int from = Math.clamp(params.number("next", 0), 0, Integer.MAX_VALUE);
    JsonObject page = ReplyPages.page("services", reply.objects("services"), from).build();
    return from == 0 && page.findNumber("next").isEmpty()
        ? reply
        : JsonObject.builder().putAll(reply).putAll(page).build();
  }
}
