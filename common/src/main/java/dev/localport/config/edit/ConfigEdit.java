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
  private static final String BY_HAND =
      "LocalPort cannot add a service to a file written this way; add it by hand";
  private static final String EMPTY_LIST = "services:\n";
  private static final String NEW_FILE = "version: \"1.0\"\n\n" + EMPTY_LIST;

  private final String fileLabel;
  private final @Nullable ConfigAccess access;
  private final Map<String, String> environment;
  private final List<String> names;
  private final List<String> lines;

  private ConfigEdit(
      String fileLabel,
      @Nullable ConfigAccess access,
      Map<String, String> environment,
      List<String> names,
      List<String> lines) {
    this.fileLabel = fileLabel;
    this.access = access;
    this.environment = environment;
    this.names = names;
    this.lines = lines;
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
    return service(fileLabel, null, text, environment, service);
  }

  /** As the other method, for a file that may include others: those stay as they are. */
  public static EditResult addService(
      ConfigAccess file, String text, Map<String, String> environment, ServiceConfig service) {
    return service(file.label(file.file()), file, text, environment, service);
  }

  private static EditResult service(
      String fileLabel,
      @Nullable ConfigAccess access,
      String text,
      Map<String, String> environment,
      ServiceConfig service) {
    List<String> lines = ServiceText.lines(service);
    ConfigEdit edit =
        new ConfigEdit(fileLabel, access, environment, List.of(service.name()), lines);
    EditResult result = edit.addTo(text);
    boolean isLost =
        result instanceof EditResult.Edited(String edited)
            && edit.read(edited) instanceof ConfigResult.Loaded(ConfigFile now)
            && !ServiceText.lines(now.services().getLast()).equals(lines);
    return isLost ? new EditResult.Refused(fileLabel + ": " + BY_HAND) : result;
  }

  /**
   * Returns {@code text} with entries at the end of its list of services.
   *
   * @param file the file, which may include others: those stay as they are
   * @param names the services that the entries are, in order
   * @param lines the entries as YAML, with comments, their dashes in column 0
   */
  public static EditResult addEntries(
      ConfigAccess file,
      String text,
      Map<String, String> environment,
      List<String> names,
      List<String> lines) {
    return new ConfigEdit(
            file.label(file.file()), file, environment, List.copyOf(names), List.copyOf(lines))
        .addTo(text);
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
    for (ServiceConfig other : old.services()) {
      if (names.contains(other.name())) {
        return refused(old, other.name() + " already exists; choose another name");
      }
    }
    ServicesFinder finder = new ServicesFinder(text);
    if (!finder.isThere()) { // all services are those of included files
      return add(old, below(text, EMPTY_LIST));
    }
    return switch (finder.find()) {
      case ServicesSpot.Nowhere(String why) -> refused(old, why);
      case ServicesSpot.At spot -> checked(old, spot.insert(text, lines));
    };
  }

  private EditResult checked(ConfigFile old, String text) {
    if (read(text) instanceof ConfigResult.Loaded(ConfigFile now)
        && areMore(old.services(), now.services())) {
      return new EditResult.Edited(text);
    }
    return refused(old, BY_HAND);
  }

  private boolean areMore(List<ServiceConfig> old, List<ServiceConfig> now) {
    int before = old.size();
    return now.size() == before + names.size()
        && now.subList(0, before).equals(old)
        && now.subList(before, now.size()).stream().map(ServiceConfig::name).toList().equals(names);
  }

  private static EditResult refused(ConfigFile file, String why) {
    return new EditResult.Refused(file.file() + ": " + why);
  }
}
