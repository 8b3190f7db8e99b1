package dev.localport.config;

import java.util.List;

/**
 * Adds a service to a file without touching what its author wrote: comments, order and indentation
 * stay.
 *
 * <p>The new text is read again before it is given out: it holds the old services, unchanged, and
 * the new one. Writes no file. Thread-safe.
 */
public final class ConfigEdit {
  private static final String EMPTY_LIST = "services:\n";
  private static final String NEW_FILE = "version: \"1.0\"\n\n" + EMPTY_LIST;

  private ConfigEdit() {}

  /**
   * Returns {@code text} with one more service at the end of its list.
   *
   * <p>Written are name, description, tags, switches, target and ports; reconnecting and its
   * neighbours, and the kubeconfig, follow what the file says for all services.
   *
   * @param fileLabel what the user calls the file
   * @param text the file as it is; empty for one that does not exist yet
   */
  public static EditResult addService(String fileLabel, String text, ServiceConfig service) {
    return switch (ConfigReader.read(fileLabel, text, false)) {
      case ConfigResult.Loaded(ConfigFile old) -> add(old, text, service);
      case ConfigResult.Refused(List<Problem> problems) ->
          begun(fileLabel, text, service, problems);
    };
  }

  /** Begins the list behind a text that has none, or nothing but comments. */
  private static EditResult begun(
      String fileLabel, String text, ServiceConfig service, List<Problem> problems) {
    for (String begun : List.of(below(text, NEW_FILE), below(text, EMPTY_LIST))) {
      ConfigResult result = ConfigReader.read(fileLabel, begun, false);
      if (result instanceof ConfigResult.Loaded(ConfigFile old)) {
        return add(old, begun, service);
      }
    }
    return new EditResult.Refused("mend the file first: " + problems.getFirst());
  }

  private static String below(String text, String more) {
    String gap = text.isBlank() || text.endsWith("\n") ? "" : "\n";
    return text.isBlank() ? more : text + gap + more;
  }

  private static EditResult add(ConfigFile old, String text, ServiceConfig service) {
    if (old.services().stream().anyMatch(other -> other.name().equals(service.name()))) {
      return refused(old, service.name() + " is already there; choose another name");
    }
    return switch (new ServicesFinder(text).find()) {
      case ServicesSpot.Nowhere(String why) -> refused(old, why);
      case ServicesSpot.At spot -> checked(old, spot.insert(text, service), service);
    };
  }

  private static EditResult checked(ConfigFile old, String text, ServiceConfig service) {
    if (ConfigReader.read(old.file(), text, false) instanceof ConfigResult.Loaded(ConfigFile now)
        && isOneMore(old.services(), now.services(), service)) {
      return new EditResult.Edited(text);
    }
    return refused(old, "the way it is written does not let one be added; add it by hand");
  }

  private static boolean isOneMore(
      List<ServiceConfig> old, List<ServiceConfig> now, ServiceConfig added) {
    int before = old.size();
    return now.size() == before + 1
        && now.subList(0, before).equals(old)
        && isSame(now.get(before), added);
  }

  private static boolean isSame(ServiceConfig one, ServiceConfig other) {
    return ServiceText.lines(one).equals(ServiceText.lines(other));
  }

  private static EditResult refused(ConfigFile file, String why) {
    return new EditResult.Refused(file.file() + ": " + why);
  }
}
