package dev.localport.config.form;

import java.util.ArrayList;
import java.util.List;

/** Which values a file writes, by their paths. Reports nothing: that is the readers' part. */
public final class WrittenKeys {
  private WrittenKeys() {}

  /**
   * Returns the paths of the single values that are written, by today's names: {@code
   * reconnect.auto}, {@code lazy}.
   */
  public static List<String> in(Section level, Keys known) {
    List<String> paths = new ArrayList<>();
    for (Key<?> key : known.all()) {
      Value value = level.raw(key);
      if (value != null && key.form() instanceof Keys below) {
        below(value, below).forEach(name -> paths.add(key.name() + "." + name));
      } else if (value != null) {
        paths.add(key.name());
      }
    }
    return paths;
  }

  private static List<String> below(Value value, Keys known) {
    List<String> written =
        Section.entriesOf(value).entrySet().stream()
            .filter(entry -> !entry.getValue().isNothing())
            .map(entry -> entry.getKey().name())
            .toList();
    return known.all().stream()
        .filter(key -> written.contains(key.name()) || isOld(key, written))
        .<String>map(Key::name)
        .toList();
  }

  private static boolean isOld(Key<?> key, List<String> written) {
    return key.oldName() != null && written.contains(key.oldName());
  }
}
