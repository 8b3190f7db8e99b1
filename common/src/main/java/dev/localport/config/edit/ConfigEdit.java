package dev.localport.config.edit;

import dev.localport.config.ConfigAccess;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ServiceConfig;
import dev.localport.config.form.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  private final String fileLabel;
  private final @Nullable ConfigAccess access;
  private final Map<String, String> environment;
  private final ServiceConfig service;

  private ConfigEdit(
      String fileLabel,
      @Nullable ConfigAccess access,
      Map<String, String> environment,
      ServiceConfig service) {
    this.fileLabel = fileLabel;
    this.access = access;
    this.environment = environment;
    this.service = service;
  }

  /**
   * Returns {@code text} with one more service at the end of its list.
   *
   * <p>Written are name, description, tags, switches, target and ports; reconnecting and its
   * neighbors, and the kubeconfig, follow what the file says for all services.
   *
   * @param fileLabel what the user calls the file
   * @param text the file as it is; empty for one that does not exist yet
   * @param environment what the variables of the file hold
   */
  public static EditResult addService(
      String fileLabel, String text, Map<String, String> environment, ServiceConfig service) {
    return new ConfigEdit(fileLabel, null, environment, service).addTo(text);
  }

  /** As the other method, for a file that may include others: those stay as they are. */
  public static EditResult addService(
      ConfigAccess file, String text, Map<String, String> environment, ServiceConfig service) {
    return new ConfigEdit(file.label(file.file()), file, environment, service).addTo(text);
  }

  private EditResult addTo(String text) {
    return switch (read(text)) {
      case ConfigResult.Loaded(ConfigFile old) -> add(old, text);
      case ConfigResult.Refused(List<Problem> problems) -> begun(text, problems);
    };
  }

  private ConfigResult read(String text) {
    return access == null
        ? ConfigReader.read(fileLabel, text, false, environment)
        : ConfigReader.read(access, text.getBytes(StandardCharsets.UTF_8), false, environment);
  }

  /** Begins the list behind a text that has none, or nothing but comments. */
  private EditResult begun(String text, List<Problem> problems) {
    for (String begun : List.of(below(text, NEW_FILE), below(text, EMPTY_LIST))) {
      if (read(begun) instanceof ConfigResult.Loaded(ConfigFile old)) {
        return add(old, begun);
      }
    }
    return new EditResult.Refused("fix the file first: " + problems.getFirst());
  }

  private static String below(String text, String more) {
    String gap = text.isBlank() || text.endsWith("\n") ? "" : "\n";
    return text.isBlank() ? more : text + gap + more;
  }

  private EditResult add(ConfigFile old, String text) {
    if (old.services().stream().anyMatch(other -> other.name().equals(service.name()))) {
      return refused(old, service.name() + " already exists; choose another name");
    }
    ServicesFinder finder = new ServicesFinder(text);
    if (!finder.isThere()) { // all services are those of included files
      return add(old, below(text, EMPTY_LIST));
    }
    return switch (finder.find()) {
      case ServicesSpot.Nowhere(String why) -> refused(old, why);
      case ServicesSpot.At spot -> checked(old, spot.insert(text, service));
    };
  }

  private EditResult checked(ConfigFile old, String text) {
    if (read(text) instanceof ConfigResult.Loaded(ConfigFile now)
        && isOneMore(old.services(), now.services(), service)) {
      return new EditResult.Edited(text);
    }
    return refused(
        old, "LocalPort cannot add a service to a file written this way; add it by" + " hand");
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
