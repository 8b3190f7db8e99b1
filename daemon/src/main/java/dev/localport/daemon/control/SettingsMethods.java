package dev.localport.daemon.control;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.FailureKind;
import dev.localport.api.Setting;
import dev.localport.api.SettingChange;
import dev.localport.api.SettingValue;
import dev.localport.api.SettingsReply;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingKeys;
import dev.localport.config.SettingReader;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.logs.LogLevels;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.daemon.settings.SettingConflictException;
import dev.localport.daemon.settings.Settings;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code settings.get}, {@code set} and {@code reset}. Thread-safe. */
public final class SettingsMethods {
  private static final int MOST_NAMES = 5;

  private final Forwards forwards;
  private final SettingScope.Contexts contexts;
  private final LogLevels logLevels;

  /** Changes the settings of these forwards. */
  public SettingsMethods(Forwards forwards, KubeContexts contexts, LogLevels logLevels) {
    this.forwards = forwards;
    this.contexts = (caller, name) -> missing(contexts, caller, name);
    this.logLevels = logLevels;
  }

  /* A kubeconfig that cannot be read says nothing of a context. */
  private static @Nullable String missing(KubeContexts contexts, Caller caller, String name) {
    try {
      var _ = contexts.open(KubeShell.of(caller), name);
      return null;
    } catch (KubeException e) {
      return e.failure().kind() == FailureKind.CONTEXT_MISSING ? e.failure().message() : null;
    }
  }

  JsonObject get(JsonObject params, RpcConnection from) {
    Listing listing = forwards.listing();
    SettingScope scope = scope(params, listing);
    List<SettingKey> keys = keys(params, scope);
    SettingValues values = SettingValues.of(listing, scope, logLevels);
    List<SettingValue> found = keys.stream().flatMap(key -> values.of(key).stream()).toList();
    List<String> notes = new ArrayList<>();
    if (found.isEmpty()) {
      notes.add("%s has no health check".formatted(scope.service()));
    }
    String hidden = logLevels.hidden();
    if (hidden != null && keys.contains(SettingKeys.LOG_LEVEL)) {
      notes.add(
          "the setting log.level %s has no effect: the daemon was started with LOCALPORT_LOG_LEVEL"
              .formatted(hidden));
    }
    return JsonObject.builder()
        .put("settings", found.stream().map(SettingValue::toJson).toList())
        .put("notes", notes)
        .build();
  }

  private SettingScope scope(JsonObject params, Listing listing) {
    SettingScope scope = SettingScope.from(params);
    scope.require(listing, Caller.from(params), contexts);
    return scope;
  }

  private static List<SettingKey> keys(JsonObject params, SettingScope scope) {
    String word = params.findText("key");
    return word == null ? SettingKeys.all() : List.of(key(word, scope, true));
  }

  private static SettingKey key(String word, SettingScope scope, boolean reading) {
    return switch (SettingKeys.read(word)) {
      case SettingKeys.Meant.Known(SettingKey key) -> {
        if (!reading || key.reach() == SettingKey.Reach.DAEMON) {
          scope.requireFor(key);
        }
        yield key;
      }
      case SettingKeys.Meant.Unknown(String why) ->
          throw RpcException.failed(ExitCode.CONFIGURATION, why);
    };
  }

  JsonObject set(JsonObject params, RpcConnection from) throws InterruptedException {
    Listing listing = forwards.listing();
    SettingScope scope = scope(params, listing);
    SettingKey key = key(params.text("key"), scope, false);
    return set(scope, List.of(checked(scope, key, text(params.asMap().get("value")))));
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String || value instanceof Boolean || value instanceof Number) {
      return value.toString();
    }
    throw new RpcException(
        RpcException.INVALID_PARAMS, "value must be a string, a number, true or false");
  }

  /**
   * Returns a setting whose value fits its key.
   *
   * @throws RpcException if it does not
   */
  static Setting checked(SettingScope scope, SettingKey key, String value) {
    return switch (SettingReader.check(key, value)) {
      case SettingReader.Checked.Fits(String text) -> scope.setting(key, text);
      case SettingReader.Checked.Misfits(String why) ->
          throw RpcException.failed(ExitCode.CONFIGURATION, why);
    };
  }

  /** Returns which services a request is about, after a look whether they are there. */
  SettingScope scope(@Nullable String context, @Nullable String service, Caller caller) {
    SettingScope scope = new SettingScope(context, service);
    scope.require(forwards.listing(), caller, contexts);
    return scope;
  }

  /** Sets all of these or, where they do not fit, none. */
  JsonObject set(SettingScope scope, List<Setting> settings) throws InterruptedException {
    List<SettingChange> changes = edit(before -> before.with(settings));
    Listing listing = forwards.listing();
    List<String> services =
        listing.services().stream()
            .filter(service -> isHeld(listing, service, settings))
            .map(LoadedService::name)
            .toList();
    return reply(changes, services, notes(scope, settings, changes, listing));
  }

  private static boolean isHeld(Listing listing, LoadedService service, List<Setting> settings) {
    boolean own = listing.overlay(service).held().values().stream().anyMatch(settings::contains);
    return own
        || listing.settings().ofClusters(listing.context(service.service())).values().stream()
            .anyMatch(settings::contains);
  }

  private static List<String> notes(
      SettingScope scope, List<Setting> settings, List<SettingChange> changes, Listing listing) {
    List<String> notes = new ArrayList<>();
    if (changes.isEmpty()) {
      notes.add("nothing changed: the value was already set");
    }
    if (!scope.isUsed(listing)) {
      notes.add(
          "no loaded service is in context %s; the setting applies to services loaded later"
              .formatted(scope.context()));
    }
    for (Setting setting : settings) {
      List<String> others =
          listing.settings().all().stream()
              .filter(other -> isNarrower(other, setting))
              .map(other -> "%s (%s)".formatted(other.scope(), other.value()))
              .limit(MOST_NAMES)
              .toList();
      if (!others.isEmpty()) {
        notes.add(
            "a more specific setting of %s applies to %s"
                .formatted(setting.key(), String.join(", ", others)));
      }
    }
    return notes;
  }

  private static boolean isNarrower(Setting other, Setting than) {
    boolean isNarrow =
        than.service() == null
            && (other.service() != null || (than.context() == null && other.context() != null));
    return isNarrow && other.key().equals(than.key());
  }

  JsonObject reset(JsonObject params, RpcConnection from) throws InterruptedException {
    Listing listing = forwards.listing();
    SettingScope scope = scope(params, listing);
    String word = params.findText("key");
    SettingKey key = word == null ? null : key(word, scope, false);
    List<SettingChange> changes =
        edit(before ->
            before.without(setting ->
                scope.isOf(setting) && (key == null || key.path().equals(setting.key()))));
    List<String> services =
        changes.isEmpty()
            ? List.of()
            : listing.services().stream()
                .filter(service -> scope.has(service, listing))
                .map(LoadedService::name)
                .toList();
    return reply(changes, services, changes.isEmpty() ? List.of("nothing to reset") : List.of());
  }

  private List<SettingChange> edit(UnaryOperator<Settings> edit) throws InterruptedException {
    try {
      return forwards.set(edit);
    } catch (SettingConflictException e) {
      throw RpcException.failed(ExitCode.CONFIGURATION, "nothing was changed: " + e.getMessage());
    }
  }

  private JsonObject reply(List<SettingChange> changes, List<String> services, List<String> notes)
      throws InterruptedException {
    return new SettingsReply(changes, services, notes, forwards.notSaved()).toJson();
  }
}
