package dev.localport.daemon.settings;

import dev.localport.api.Setting;
import dev.localport.config.Origin;
import dev.localport.config.ServiceConfig;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingKeys;
import dev.localport.config.SettingReader;
import dev.localport.config.Tuning;
import dev.localport.config.form.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What settings make of one service. Immutable.
 *
 * @param written the service as its file says it
 * @param now the service as it holds
 * @param origins where its values come from in the file, by path
 * @param held the settings that hold, by key
 * @param unfit settings that are for this service and do not fit what its file says beside them;
 *     the file's values hold
 */
public record Overlay(
    ServiceConfig written,
    ServiceConfig now,
    Map<String, Origin> origins,
    Map<String, Setting> held,
    List<Setting> unfit) {
  /* The one rule of the readers that is about two values. */
  private static final List<String> PAIR =
      List.of("reconnect.initial_delay", "reconnect.max_delay");

  /** Copies the collections, so that an overlay never changes. */
  public Overlay {
    origins = Map.copyOf(origins);
    held = Map.copyOf(held);
    unfit = List.copyOf(unfit);
  }

  static Overlay of(
      ServiceConfig service, Map<String, Origin> origins, Map<String, Setting> settings) {
    Map<String, Setting> held = new HashMap<>(settings);
    held.keySet().removeIf(path -> written(path, service.tuning()) == null); // it has no check
    SettingReader.Reading<Tuning> read = SettingReader.over(service.tuning(), Settings.texts(held));
    if (read.problems().isEmpty()) {
      return new Overlay(service, service.with(read.value()), origins, held, List.of());
    }
    List<Setting> unfit = new ArrayList<>();
    for (String path : PAIR) {
      Setting dropped = held.remove(path);
      if (dropped != null) {
        unfit.add(dropped);
      }
    }
    Tuning rest = SettingReader.over(service.tuning(), Settings.texts(held)).value();
    return new Overlay(service, service.with(rest), origins, held, unfit);
  }

  /** Returns why settings do not fit what a service says beside them, or null. */
  public static @Nullable String conflict(Tuning service, Map<String, Setting> settings) {
    List<Problem> problems = SettingReader.over(service, Settings.texts(settings)).problems();
    return problems.isEmpty()
        ? null
        : "%s; %s".formatted(problems.getFirst().wrong(), problems.getFirst().right());
  }

  /** Returns what the file says of a path; empty where nothing holds there. */
  public String writtenText(String path) {
    String text = written(path, written.tuning());
    return text == null ? "" : text;
  }

  private static @Nullable String written(String path, Tuning tuning) {
    SettingKey key = SettingKeys.find(path);
    return key == null ? null : key.text(tuning);
  }

  /**
   * Returns the paths of the values that settings hold for, in the order in which they are shown.
   */
  public List<String> keys() {
    return SettingKeys.paths().stream().filter(held::containsKey).toList();
  }

  /**
   * Returns the settings that hold in the place of a value that the file itself says, where it says
   * another one, in the order in which they are shown.
   */
  public List<Setting> overriding() {
    return keys().stream()
        .filter(origins::containsKey)
        .map(held::get)
        .filter(setting -> !setting.value().equals(writtenText(setting.key())))
        .toList();
  }
}
