package dev.localport.cli.manager;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the tests of the login service install. */
final class Services {
  static final ServiceProgram PROGRAM =
      new ServiceProgram(
          Path.of("/opt/jdk/bin/java"),
          "/opt/localport/daemon/*",
          List.of(
              "/opt/jdk/bin/java",
              "-Xmx256m",
              "-cp",
              "/opt/localport/daemon/*",
              "dev.localport.daemon.Main",
              "replace"),
          List.of("/opt/jdk/bin/java", "-cp", "/opt/localport/cli/*", "Main", "daemon", "reload"));

  private Services() {}

  /** A program whose paths have all that a unit could take for its own. */
  static ServiceProgram odd() {
    return new ServiceProgram(
        Path.of("/opt/a \"j\" 100%i/java"),
        "/opt/ü $HOME & <x>/*",
        List.of(
            "/opt/a \"j\" 100%i/java", "-cp", "/opt/ü $HOME & <x>/*", "it's", "back\\slash", ""),
        List.of("/bin/true", "${HOME}"));
  }

  static InstallationContext machine(
      Path home, Map<String, String> environment, OperatingSystem system) {
    Path state = Path.of(environment.getOrDefault("LOCALPORT_HOME", home + "/.local/state/lp"));
    return new InstallationContext(environment, home, home, state, state.resolve("logs"), system);
  }

  static String golden(String name) throws IOException {
    try (InputStream file = Services.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
