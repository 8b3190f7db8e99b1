package dev.localport.daemon.control;

import dev.localport.api.Caller;
import dev.localport.api.ClusterHealth;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ConnectionSettings;
import dev.localport.api.ExitCode;
import dev.localport.api.Setting;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.FileValues;
import dev.localport.config.ReconnectConfig;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingKeys;
import dev.localport.config.form.Suggestion;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code connection.get_health}, {@code get_settings}, {@code set_settings} and {@code
 * set_auto_reconnect}: what other programs ask, in their words. Thread-safe.
 */
public final class ConnectionMethods {
  private final SettingsMethods settings;
  private final Forwards forwards;
  private final ClusterAnswers clusters;

  /** Answers from what is known of clusters, and changes settings through the other methods. */
  public ConnectionMethods(SettingsMethods settings, Forwards forwards, ClusterAnswers clusters) {
    this.settings = settings;
    this.forwards = forwards;
    this.clusters = clusters;
  }

  JsonObject health(JsonObject params, RpcConnection from) {
    List<ClusterStatus> meant =
        new WatchedContexts(clusters, forwards::statuses).meant(params.findText("cluster"));
    return JsonObject.builder()
        .put("clusters", meant.stream().map(ConnectionMethods::health).toList())
        .build();
  }

  private static JsonObject health(ClusterStatus cluster) {
    return JsonObject.builder()
        .put("cluster", cluster.context())
        .put("health", ClusterHealth.of(cluster).toJson())
        .build();
  }

  private SettingScope scope(JsonObject params) {
    return settings.scope(
        params.findText("cluster"), params.findText("service"), Caller.from(params));
  }

  JsonObject settings(JsonObject params, RpcConnection from) {
    SettingScope scope = scope(params);
    Listing listing = forwards.listing();
    LoadedService service = scope.service() == null ? null : listing.service(scope.service());
    String context = service == null ? scope.context() : listing.context(service.service());
    FileValues.Level level =
        (service == null ? listing.newestValues(context) : listing.values(service))
            .values()
            .of(context);
    ReconnectConfig reconnect =
        service == null
            ? SettingValues.tuning(
                    level, listing.settings().ofServices(context, null, Map.of(), false))
                .reconnect()
            : listing.overlay(service).now().reconnect();
    ClusterHealthConfig cluster = listing.settings().over(level.clusterHealth(), context);
    return JsonObject.builder()
        .put("cluster", context)
        .put("service", scope.service())
        .put(
            "settings",
            new ConnectionSettings(
                    reconnect.auto(),
                    cluster.keepaliveInterval(),
                    reconnect.maxAttempts(),
                    reconnect.initialDelay(),
                    reconnect.maxDelay(),
                    reconnect.multiplier())
                .toJson())
        .build();
  }

  JsonObject set(JsonObject params, RpcConnection from) throws InterruptedException {
    SettingScope scope = scope(params);
    List<Setting> wanted = new ArrayList<>();
    Map<String, @Nullable Object> named =
        Objects.requireNonNullElse(params.findObject("settings"), JsonObject.empty()).asMap();
    if (named.isEmpty()) {
      throw new RpcException(
          RpcException.INVALID_PARAMS,
          "settings must contain one or more of " + String.join(", ", ConnectionSettings.names()));
    }
    named.forEach((name, value) -> wanted.add(setting(scope, name, value)));
    return settings.set(scope, wanted);
  }

  private static Setting setting(SettingScope scope, String name, @Nullable Object value) {
    String path = ConnectionSettings.path(name);
    SettingKey key = path == null ? null : SettingKeys.find(path);
    if (key == null) {
      throw RpcException.failed(
          ExitCode.CONFIGURATION,
          "unknown setting \"%s\"; %s"
              .formatted(
                  name,
                  Suggestion.find(name, ConnectionSettings.names())
                      .map(meant -> "did you mean " + meant + "?")
                      .orElseGet(() -> "use " + String.join(", ", ConnectionSettings.names()))));
    }
    scope.requireFor(key);
    return SettingsMethods.checked(
        scope, key, value == null ? "null" : ConnectionSettings.text(name, value));
  }

  JsonObject setAutoReconnect(JsonObject params, RpcConnection from) throws InterruptedException {
    SettingScope scope = scope(params);
    if (!params.has("enabled")) {
      throw new RpcException(RpcException.INVALID_PARAMS, "enabled is missing");
    }
    return settings.set(
        scope, List.of(setting(scope, "auto_reconnect", params.flag("enabled", true))));
  }
}
