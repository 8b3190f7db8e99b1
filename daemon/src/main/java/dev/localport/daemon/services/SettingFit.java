package dev.localport.daemon.services;

import dev.localport.api.Setting;
import dev.localport.api.SettingChange;
import dev.localport.config.Tuning;
import dev.localport.daemon.settings.Overlay;
import dev.localport.daemon.settings.SettingConflictException;
import dev.localport.daemon.settings.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether settings fit what the files say beside them: a file may not say that the maximum delay is
 * shorter than the initial one, and neither may a file and a setting together. Pure.
 *
 * @param services those that are loaded
 * @param context of a service, as far as it is known
 */
record SettingFit(
    Collection<LoadedService> services, Function<LoadedService, @Nullable String> context) {
  /**
   * Refuses settings that do not fit, where those before did.
   *
   * @throws SettingConflictException naming a service
   */
  void require(Settings before, Settings after) throws SettingConflictException {
    for (LoadedService service : services) {
      String why = conflict(service, after);
      if (why != null && conflict(service, before) == null) {
        throw new SettingConflictException(service.name() + ": " + why);
      }
    }
    for (SettingChange change : before.changesTo(after)) {
      if (change.service() == null && !isAnyIn(change.context())) {
        requireAlone(after, change.context());
      }
    }
  }

  private @Nullable String conflict(LoadedService service, Settings settings) {
    Map<String, Setting> held =
        settings.ofServices(
            context.apply(service), service.name(), service.origins(), service.file() == null);
    return Overlay.conflict(service.service().tuning(), held);
  }

  private boolean isAnyIn(@Nullable String name) {
    return services.stream().anyMatch(each -> name == null || name.equals(context.apply(each)));
  }

  /** Nothing is loaded that it holds for: it has to fit the defaults. */
  private static void requireAlone(Settings after, @Nullable String context)
      throws SettingConflictException {
    String why = Overlay.conflict(Tuning.DEFAULT, after.ofServices(context, null, Map.of(), false));
    if (why != null) {
      throw new SettingConflictException(why);
    }
  }

  /** Says which settings a service cannot take since its file says otherwise, a sentence each. */
  List<String> notes(Settings settings) {
    return services.stream()
        .map(service -> note(service, service.under(settings, context.apply(service)).unfit()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable String note(LoadedService service, List<Setting> unfit) {
    if (unfit.isEmpty()) {
      return null;
    }
    Setting first = unfit.getFirst();
    return "%s: %s (%s) conflicts with its file; the file's value is used. Reset it: localport settings reset %s%s"
        .formatted(
            service.name(),
            String.join(
                " and ", unfit.stream().map(each -> each.key() + " " + each.value()).toList()),
            first.from(),
            first.key(),
            first.options());
  }

  /** Says which values of a file a setting overrides, a sentence each. */
  List<String> overridden(Settings settings, String file) {
    return services.stream()
        .filter(service -> file.equals(service.file()))
        .map(service -> service.under(settings, context.apply(service)))
        .flatMap(
            overlay -> overlay.overriding().stream().map(setting -> overridden(overlay, setting)))
        .distinct()
        .toList();
  }

  private static String overridden(Overlay overlay, Setting setting) {
    return "%s: %s is %s (%s), not %s as in the file; to use the file's value: localport settings reset %s%s"
        .formatted(
            overlay.now().name(),
            setting.key(),
            setting.value(),
            setting.from(),
            overlay.writtenText(setting.key()),
            setting.key(),
            setting.options());
  }
}
