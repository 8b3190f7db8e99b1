package dev.localport.cli.manager;

import java.util.Map;
import java.util.stream.Collectors;

/** Reads what {@code systemctl show} prints: {@code Key=value} lines, in any order. Pure. */
final class SystemctlShow {
  /** The properties that are read. */
  static final String PROPERTIES = "LoadState,ActiveState,SubState,UnitFileState,MainPID,Result";

  private SystemctlShow() {}

  static ManagerView view(String shown) {
    Map<String, String> values =
        shown
            .lines()
            .filter(line -> line.contains("="))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1),
                    (first, _) -> first));
    String active = values.getOrDefault("ActiveState", "unknown");
    return new ManagerView(
        values.getOrDefault("LoadState", "").equals("loaded"),
        values.getOrDefault("UnitFileState", "").startsWith("enabled"),
        active.equals("active") || active.equals("activating") || active.equals("reloading"),
        active.equals("failed"),
        number(values.getOrDefault("MainPID", "0")),
        active);
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
