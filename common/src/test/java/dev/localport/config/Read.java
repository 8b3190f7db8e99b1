package dev.localport.config;

import dev.localport.config.form.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Reads texts in tests. */
public final class Read {
  private Read() {}

  /** Returns the services of a text that has to load without a note. */
  public static List<ServiceConfig> services(String text) {
    return switch (ConfigReader.read("localport.yaml", text, true)) {
      case ConfigResult.Loaded(ConfigFile config) when config.notes().isEmpty() ->
          config.services();
      case ConfigResult result -> throw new AssertionError(problems(result));
    };
  }

  /** Returns the one service of a file whose service says {@code keys}, in flow style. */
  public static ServiceConfig service(String keys) {
    return services(
            "version: \"1.0\"\nservices:\n- {name: db, connection: {resource_name: db}, "
                + keys
                + "}")
        .getFirst();
  }

  /** Returns severity and message of each problem, one a line. */
  public static String problems(ConfigResult result) {
    List<Problem> problems =
        switch (result) {
          case ConfigResult.Loaded(ConfigFile config) -> config.problems();
          case ConfigResult.Refused(List<Problem> refused) -> refused;
        };
    return problems.stream()
        .map(problem -> problem.severity().word() + " " + problem)
        .collect(Collectors.joining("\n"));
  }
}
