package dev.localport.config;

import java.util.List;
import java.util.Set;

/** Reads the top of a file; each part has a reader of its own. */
final class FileReader {
  private static final Set<String> VERSIONS = Set.of("1.0");
  private static final String WRITE_VERSION = "write version: \"1.0\"";

  private final Report report;

  FileReader(Report report) {
    this.report = report;
  }

  /** Returns the services; what is wrong is reported. */
  List<ServiceConfig> read(Value root) {
    Section file = Section.of(root);
    if (file == null) {
      return List.of();
    }
    version(file);
    Levels levels = Levels.read(file);
    List<ServiceConfig> services = services(file, new ServiceReader(levels));
    file.finish(LaterKeys.FILE);
    return services;
  }

  private void version(Section file) {
    Value value = file.find("version");
    if (value == null) {
      report.warning(file.at(), "version", "missing, taken as 1.0", WRITE_VERSION);
      return;
    }
    String version = value.text();
    if (version != null && !VERSIONS.contains(version)) {
      value.wrong(Shown.of(version) + " is not a known version", "use " + Shown.choice(VERSIONS));
    }
  }

  private List<ServiceConfig> services(Section file, ServiceReader reader) {
    if (!file.has("services")) {
      report.error(file.at(), "services", "missing", "add a list of services");
    }
    Value list = file.find("services");
    return list == null ? List.of() : reader.read(list);
  }
}
