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
   * Where a service is.
   *
   * @param namespace null: the context's own
   * @param context null: the current one
   * @param ready which of its pods may be used
   */
  record Place(@Nullable String namespace, @Nullable String context, Readiness ready) {}

  /**
   * Describes a service.
   *
   * @param named its name; null: made of the target and its first port
   * @throws UsageException if there is no such target, name, namespace or list of ports
   */
  static AdHocService of(
      @Nullable String named, ForwardTarget target, List<ForwardPort> ports, Place place)
      throws UsageException {
    String name = named == null ? name(target, ports.getFirst()) : named;
    return of(name, target, ports, place, List.of());
  }

  /** As the other method, for a service that is found by its tags as well. */
  static AdHocService of(
      String name, ForwardTarget target, List<ForwardPort> ports, Place place, List<String> tags)
      throws UsageException {
    JsonObject.Builder service =
        JsonObject.builder()
            .put("name", name)
            .put("connection", connection(target, place))
            .put("ports", ports.stream().map(ForwardPort::text).toList());
    if (!tags.isEmpty()) {
      service.put("tags", tags);
    }
    String text =
        JsonObject.builder()
            .put("version", "1.0")
            .put("services", List.of(service.build()))
            .build()
            .toString();
    return switch (ConfigReader.read("command line", text, true)) {
      case ConfigResult.Loaded(ConfigFile file) ->
          new AdHocService(text, file.services().getFirst());
      case ConfigResult.Refused(List<Problem> problems) -> throw wrong(problems.getFirst());
    };
  }

  private static JsonObject connection(ForwardTarget target, Place place) {
    JsonObject.Builder connection =
        JsonObject.builder()
            .put("resource_type", target.kind())
            .put("resource_name", target.name());
    if (place.namespace() != null) {
      connection.put("namespace", place.namespace());
    }
    if (place.context() != null) {
      connection.put("context", place.context());
    }
    if (place.ready() == Readiness.ANY) {
      connection.put("ready", place.ready().word());
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
