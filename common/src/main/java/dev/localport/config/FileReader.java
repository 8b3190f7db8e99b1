package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Report;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the top of a file; each part has a reader of its own. */
final class FileReader {
  private static final String KNOWN = "1.0";

  static final Key<String> VERSION =
      Key.of(
          "version",
          Forms.scalar(FileReader::version, Schema.of("enum", List.of(KNOWN, 1.0))),
          "Version of the file format (default: \"1.0\", the only one).");
  private static final Key<List<Section>> SERVICES =
      Key.of(
          "services",
          Forms.of(Forms.list(ServiceReader.KEYS)::read, servicesSchema()),
          "The services to forward. Required without include; may be empty.");
  private static final Key<List<NotifyConfig>> NOTIFY =
      Key.of(
          "notify",
          Forms.list(NotifyReader.FORM),
          "Notifications: events, and the programs to run or desktop notifications to show.");
  private static final Key<MetricsConfig> METRICS =
      Key.of("metrics", MetricsReader.FORM, "Where metrics are served (default: nowhere).");
  private static final Key<JournalConfig> JOURNAL =
      Key.of("journal", JournalReader.FORM, "How many events the daemon keeps in memory.");

  /** All keys of a file: the root of what can be written. */
  static final Keys KEYS =
      Keys.of(VERSION, Includes.KEY).and(Levels.KEYS).and(SERVICES, NOTIFY, METRICS, JOURNAL);

  private FileReader() {}

  /* The key without a value is a file that was just begun. */
  private static Map<String, Object> servicesSchema() {
    Map<String, Object> service = new LinkedHashMap<>(ServiceReader.KEYS.schema());
    service.put("required", List.of(ServiceReader.NAME.name())); // the rest may be included
    return Schema.of("type", List.of("array", "null"), "items", service);
  }

  /* A file that includes no other one says everything itself. */
  private static Map<String, Object> alone() {
    Object needed = ServiceReader.KEYS.schema().getOrDefault("required", List.of());
    Map<String, Object> services = Schema.of("items", Schema.of("required", needed));
    return Schema.of(
        "required", List.of(SERVICES.name()), "properties", Schema.of(SERVICES.name(), services));
  }

  /** Returns the JSON Schema of a file. */
  static Map<String, Object> schema() {
    Map<String, Object> schema =
        Schema.of("$schema", "https://json-schema.org/draft/2020-12/schema", "title", "LocalPort");
    schema.putAll(new LinkedHashMap<>(KEYS.schema()));
    schema.put("if", Schema.of("required", List.of(Includes.KEY.name())));
    schema.put("else", alone());
    return schema;
  }

  /**
   * Returns what the file says; what is wrong is reported.
   *
   * @param included the files whose keys are in {@code root} already
   */
  static @Nullable ConfigFile read(
      String file, List<IncludedFile> included, Value root, Report report) {
    Section keys = KEYS.read(root);
    if (keys == null) {
      return null;
    }
    if (keys.has(VERSION)) {
      String _ = keys.find(VERSION); // reports another version
    } else {
      report.warning(
          keys.at(), VERSION.name(), "missing; assuming " + KNOWN, "write version: \"1.0\"");
    }
    Levels levels = Levels.read(keys);
    ServiceReader reader = new ServiceReader(levels);
    List<ServiceConfig> services = services(keys, reader);
    DaemonConfig daemon =
        new DaemonConfig(keys.get(NOTIFY, List.of()), keys.find(METRICS), keys.find(JOURNAL));
    return new ConfigFile(
        file,
        services,
        reader.unset(),
        levels.clusters(),
        daemon,
        included,
        report.usedVariables(),
        report.sensitive(),
        report.problems(),
        levels.values(reader.origins()));
  }

  private static @Nullable String version(Value value) {
    String version = value.text();
    if (version != null && !version.equals(KNOWN)) {
      value.wrong(value.shown() + " is not a supported version", "use " + KNOWN);
    }
    return version;
  }

  private static List<ServiceConfig> services(Section file, ServiceReader reader) {
    if (!file.isNamed(SERVICES)) {
      file.report().error(file.at(), SERVICES.name(), "missing", "add a list of services");
    }
    List<ServiceConfig> services = new ArrayList<>();
    for (Section keys : file.get(SERVICES, List.of())) {
      ServiceConfig service = reader.read(keys);
      if (service != null) {
        services.add(service);
      }
    }
    return services;
  }
}
