package dev.localport.cli.command;

import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.Readiness;
import dev.localport.config.ServiceConfig;
import dev.localport.config.form.Problem;
import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that the command line describes: the text of a configuration with it alone, which is
 * what the daemon takes, and what it says once read.
 *
 * @param text JSON, which a reader of YAML reads
 * @param config the service
 */
record AdHocService(String text, ServiceConfig config) {
  private static final int LONGEST_NAME = 63;

  /**
   * Describes a service.
   *
   * @param named its name; null: made of the target and its first port
   * @throws UsageException if there is no such target, name, namespace or list of ports
   */
  static AdHocService of(
      @Nullable String named,
      ForwardTarget target,
      List<ForwardPort> ports,
      @Nullable String namespace,
      @Nullable String context,
      Readiness ready)
      throws UsageException {
    JsonObject service =
        JsonObject.builder()
            .put("name", named == null ? name(target, ports.getFirst()) : named)
            .put("connection", connection(target, namespace, context, ready))
            .put("ports", ports.stream().map(ForwardPort::text).toList())
            .build();
    String text =
        JsonObject.builder()
            .put("version", "1.0")
            .put("services", List.of(service))
            .build()
            .toString();
    return switch (ConfigReader.read("command line", text, true)) {
      case ConfigResult.Loaded(ConfigFile file) ->
          new AdHocService(text, file.services().getFirst());
      case ConfigResult.Refused(List<Problem> problems) -> throw wrong(problems.getFirst());
    };
  }

  private static JsonObject connection(
      ForwardTarget target, @Nullable String namespace, @Nullable String context, Readiness ready) {
    JsonObject.Builder connection =
        JsonObject.builder()
            .put("resource_type", target.kind())
            .put("resource_name", target.name());
    if (namespace != null) {
      connection.put("namespace", namespace);
    }
    if (context != null) {
      connection.put("context", context);
    }
    if (ready == Readiness.ANY) {
      connection.put("ready", ready.word());
    }
    return connection.build();
  }

  /* Long names of pods are cut in front: their end tells one from the other. */
  private static String name(ForwardTarget target, ForwardPort port) {
    String number = "-" + (port.local() == 0 ? port.remote() : String.valueOf(port.local()));
    int room = LONGEST_NAME - number.length();
    String name = target.name();
    String end = name.length() <= room ? name : name.substring(name.length() - room);
    return (end.startsWith("-") || end.startsWith(".") ? "x" + end.substring(1) : end) + number;
  }

  /* The place is one in a text that the user never saw. */
  private static UsageException wrong(Problem problem) {
    return new UsageException(
        problem.right().isEmpty() ? problem.wrong() : problem.wrong() + "; " + problem.right());
  }
}
