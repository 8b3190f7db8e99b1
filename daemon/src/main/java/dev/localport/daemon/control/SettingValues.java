package dev.localport.daemon.control;

import dev.localport.api.Setting;
import dev.localport.api.SettingValue;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.FileValues;
import dev.localport.config.HealthCheckConfig;
import dev.localport.config.Origin;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingReader;
import dev.localport.config.Tuning;
import dev.localport.daemon.logs.LogLevels;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.daemon.services.LoadedValues;
import dev.localport.daemon.settings.Overlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What holds for services, clusters and the daemon, and where it comes from: for one question.
 *
 * @param overlays what settings make of each service that is meant, by name
 */
record SettingValues(
    Listing listing, SettingScope scope, LogLevels logLevels, Map<String, Overlay> overlays) {
  /** Looks at what is there now. */
  static SettingValues of(Listing listing, SettingScope scope, LogLevels logLevels) {
    Map<String, Overlay> overlays = new LinkedHashMap<>();
    listing.services().stream()
        .filter(service -> scope.has(service, listing))
        .forEach(service -> overlays.put(service.name(), listing.overlay(service)));
    return new SettingValues(listing, scope, logLevels, overlays);
  }

  /** A value and where it comes from, without whom it holds for. */
  private record Held(String value, String from, @Nullable String file) {}

  /** Returns a value of a key, or several where they differ; none where nothing holds. */
  List<SettingValue> of(SettingKey key) {
    List<SettingValue> values = new ArrayList<>(holding(key));
    if (scope.service() == null && key.reach() != SettingKey.Reach.DAEMON) {
      addIdle(key, values);
    }
    return values;
  }

  /** Adds the settings that hold for nothing that is loaded: they are not to be forgotten. */
  private void addIdle(SettingKey key, List<SettingValue> values) {
    for (Setting setting : listing.settings().all()) {
      boolean shown = values.stream().anyMatch(value -> value.from().equals(setting.from()));
      if (setting.key().equals(key.path()) && scope.isOf(setting) && !shown) {
        Held held = held(setting.value(), setting, null, null);
        values.add(value(key, held, one(setting.service()), one(setting.context())));
      }
    }
  }

  private static List<String> one(@Nullable String name) {
    return name == null ? List.of() : List.of(name);
  }

  private List<SettingValue> holding(SettingKey key) {
    return switch (key.reach()) {
      case SERVICE -> ofServices(key);
      case CLUSTER -> ofClusters(key);
      case DAEMON -> ofDaemon(key);
    };
  }

  private List<SettingValue> ofDaemon(SettingKey key) {
    return scope.service() != null || scope.context() != null
        ? List.of()
        : List.of(
            new SettingValue(
                key.path(), logLevels.level(), logLevels.from(), null, List.of(), List.of()));
  }

  private List<SettingValue> ofServices(SettingKey key) {
    Map<Held, Set<String>> names = new LinkedHashMap<>();
    for (LoadedService service : listing.services()) {
      Overlay overlay = overlays.get(service.name());
      Held held = overlay == null ? null : held(key, overlay, service.file());
      if (held != null) {
        names.computeIfAbsent(held, _ -> new TreeSet<>()).add(service.name());
      }
    }
    if (names.isEmpty() && scope.service() == null) {
      names.put(otherwise(key), Set.of());
    }
    List<SettingValue> values = new ArrayList<>();
    names.forEach(
        (held, services) -> values.add(value(key, held, List.copyOf(services), List.of())));
    return values;
  }

  private static @Nullable Held held(SettingKey key, Overlay overlay, @Nullable String file) {
    String value = key.text(overlay.now().tuning());
    return value == null
        ? null
        : held(value, overlay.held().get(key.path()), overlay.origins().get(key.path()), file);
  }

  private static Held held(
      String value, @Nullable Setting setting, @Nullable Origin origin, @Nullable String file) {
    if (setting != null) {
      return new Held(value, setting.from(), null);
    } else if (origin == null) {
      return new Held(value, "default", null);
    }
    return file == null
        ? new Held(value, "command line", null)
        : new Held(value, origin.text(String.valueOf(Path.of(file).getFileName())), file);
  }

  /** What holds where no loaded service is meant. */
  private Held otherwise(SettingKey key) {
    LoadedValues loaded = listing.newestValues(scope.context());
    FileValues.Level level = loaded.values().of(scope.context());
    Map<String, Setting> settings =
        listing.settings().ofServices(scope.context(), null, Map.of(), false);
    String value = key.text(tuning(level, settings));
    return held(
        String.valueOf(value),
        settings.get(key.path()),
        level.origins().get(key.path()),
        loaded.file());
  }

  /** Returns what settings make of what holds where no service says anything. */
  static Tuning tuning(FileValues.Level level, Map<String, Setting> settings) {
    Map<String, String> texts = new LinkedHashMap<>();
    settings.forEach((path, setting) -> texts.put(path, setting.value()));
    Tuning under = level.tuning();
    return SettingReader.over(
            under.healthCheck() == null ? under.with(HealthCheckConfig.DEFAULT) : under, texts)
        .value();
  }

  private List<SettingValue> ofClusters(SettingKey key) {
    Map<Held, Set<String>> names = new LinkedHashMap<>();
    for (LoadedService service : listing.services()) {
      if (scope.has(service, listing)) {
        String context = listing.context(service.service());
        FileValues values = listing.values(service).values();
        Set<String> held =
            names.computeIfAbsent(
                held(key, values.of(context), context, service.file()), _ -> new TreeSet<>());
        if (context != null) {
          held.add(context);
        }
      }
    }
    if (names.isEmpty()) {
      LoadedValues loaded = listing.newestValues(scope.context());
      names.put(
          held(key, loaded.values().of(scope.context()), scope.context(), loaded.file()),
          scope.contexts(listing));
    }
    List<SettingValue> values = new ArrayList<>();
    names.forEach(
        (held, contexts) -> values.add(value(key, held, List.of(), List.copyOf(contexts))));
    return values;
  }

  private Held held(
      SettingKey key, FileValues.Level level, @Nullable String context, @Nullable String file) {
    ClusterHealthConfig now = listing.settings().over(level.clusterHealth(), context);
    return held(
        String.valueOf(key.text(now)),
        listing.settings().ofClusters(context).get(key.path()),
        level.origins().get(key.path()),
        file);
  }

  private static SettingValue value(
      SettingKey key, Held held, List<String> services, List<String> contexts) {
    return new SettingValue(key.path(), held.value(), held.from(), held.file(), services, contexts);
  }
}
