package dev.localport.daemon.settings;

import dev.localport.api.Setting;
import dev.localport.api.SettingChange;
import dev.localport.config.ClusterConfigs;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.Origin;
import dev.localport.config.ServiceConfig;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingKeys;
import dev.localport.config.SettingReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All settings: one for a service stands over one for its context, and that over one for all.
 * Immutable.
 *
 * @param all each key once for the same services, in the order in which they are shown
 */
public record Settings(List<Setting> all) {
  private static final Comparator<Setting> SHOWN =
      Comparator.comparingInt((Setting setting) -> SettingKeys.paths().indexOf(setting.key()))
          .thenComparing(setting -> setting.service() != null)
          .thenComparing(setting -> setting.context() != null)
          .thenComparing(Setting::scope);

  /** Nothing was set. */
  public static final Settings NONE = new Settings(List.of());

  /** Sorts a copy of the list, so that settings never change and equal ones are equal. */
  public Settings {
    all = all.stream().sorted(SHOWN).toList();
  }

  /** Returns whether a setting can be used: its key is known, and its value fits that. */
  public static boolean isUsable(Setting setting) {
    SettingKey key = SettingKeys.find(setting.key());
    return key != null
        && SettingReader.check(key, setting.value()) instanceof SettingReader.Checked.Fits;
  }

  /** Returns whether nothing was set. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns these with some more, each in the place of one that it replaces. */
  public Settings with(List<Setting> more) {
    List<Setting> merged = new ArrayList<>(all);
    for (Setting setting : more) {
      merged.removeIf(setting::replaces);
      merged.add(setting);
    }
    return new Settings(merged);
  }

  /** Returns these without some. */
  public Settings without(Predicate<Setting> some) {
    return new Settings(all.stream().filter(some.negate()).toList());
  }

  /** Returns what has become of these with {@code after}, a change for each setting. */
  public List<SettingChange> changesTo(Settings after) {
    List<SettingChange> changes = new ArrayList<>();
    for (Setting was : all) {
      Setting is = after.replacing(was);
      if (!was.equals(is)) {
        changes.add(SettingChange.of(was, is));
      }
    }
    for (Setting is : after.all) {
      if (replacing(is) == null) {
        changes.add(SettingChange.of(null, is));
      }
    }
    return changes;
  }

  private @Nullable Setting replacing(Setting other) {
    return all.stream().filter(other::replaces).findFirst().orElse(null);
  }

  /**
   * Returns what holds for a service, by key.
   *
   * @param context of the service; null: not known yet
   * @param service its name; null: for one that has no setting of its own
   */
  public Map<String, Setting> holding(@Nullable String context, @Nullable String service) {
    Map<String, Setting> holding = new LinkedHashMap<>();
    take(setting -> setting.service() == null && setting.context() == null, holding);
    if (context != null) {
      take(setting -> context.equals(setting.context()), holding);
    }
    if (service != null) {
      take(setting -> service.equals(setting.service()), holding);
    }
    return holding;
  }

  private void take(Predicate<Setting> some, Map<String, Setting> holding) {
    all.stream().filter(some).forEach(setting -> holding.put(setting.key(), setting));
  }

  /**
   * Returns what these make of a service.
   *
   * @param origins where its values come from, by path
   * @param context of the service; null: not known yet
   * @param commandLine whether it is described by a command line, whose own words stand above
   */
  public Overlay over(
      ServiceConfig service,
      Map<String, Origin> origins,
      @Nullable String context,
      boolean commandLine) {
    if (all.isEmpty()) {
      return new Overlay(service, service, origins, Map.of(), List.of());
    }
    return Overlay.of(service, origins, ofServices(context, service.name(), origins, commandLine));
  }

  /** Returns what holds for a service, by key: see the other methods for the parameters. */
  public Map<String, Setting> ofServices(
      @Nullable String context,
      @Nullable String service,
      Map<String, Origin> origins,
      boolean commandLine) {
    Map<String, Setting> holding = of(SettingKey.Reach.SERVICE, holding(context, service));
    if (commandLine) {
      holding.keySet().removeAll(origins.keySet());
    }
    return holding;
  }

  private static Map<String, Setting> of(SettingKey.Reach reach, Map<String, Setting> holding) {
    Map<String, Setting> some = new TreeMap<>(holding);
    some.keySet()
        .removeIf(path -> {
          SettingKey key = SettingKeys.find(path);
          return key == null || key.reach() != reach;
        });
    return some;
  }

  /** Returns what these make of how clusters are watched over. */
  public ClusterConfigs over(ClusterConfigs clusters) {
    Set<String> named = new TreeSet<>(clusters.contexts().keySet());
    all.stream().map(Setting::context).filter(Objects::nonNull).forEach(named::add);
    Map<String, ClusterHealthConfig> contexts = new LinkedHashMap<>();
    named.forEach(name -> contexts.put(name, over(clusters.of(name), name)));
    return all.isEmpty()
        ? clusters
        : new ClusterConfigs(over(clusters.otherwise(), null), contexts);
  }

  /** Returns what these make of how the cluster of a context is watched over. */
  public ClusterHealthConfig over(ClusterHealthConfig cluster, @Nullable String context) {
    return SettingReader.over(cluster, texts(ofClusters(context))).value();
  }

  /** Returns what holds for the cluster of a context, by key. */
  public Map<String, Setting> ofClusters(@Nullable String context) {
    return of(SettingKey.Reach.CLUSTER, holding(context, null));
  }

  /** Returns what holds for the daemon itself; null: its key was not set. */
  public @Nullable Setting ofDaemon(SettingKey key) {
    return holding(null, null).get(key.path());
  }

  static Map<String, String> texts(Map<String, Setting> settings) {
    Map<String, String> texts = new LinkedHashMap<>();
    settings.forEach((path, setting) -> texts.put(path, setting.value()));
    return texts;
  }
}
