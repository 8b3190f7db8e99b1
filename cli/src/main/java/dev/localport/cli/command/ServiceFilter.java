package dev.localport.cli.command;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.render.Output;
import dev.localport.config.form.Suggestion;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Which services of a status are shown: all, or those with one of the names or tags.
 *
 * @param names by name
 * @param tags by tag
 */
record ServiceFilter(List<String> names, List<String> tags) {

  /** Tells whether nothing is left out. */
  boolean isAll() {
    return names.isEmpty() && tags.isEmpty();
  }

  /** Returns the status with those clusters alone that its services use. */
  StatusReply withTheirClusters(StatusReply status) {
    List<ClusterStatus> used =
        status.clusters().stream()
            .filter(cluster ->
                status.services().stream()
                    .anyMatch(service -> cluster.context().equals(service.context())))
            .toList();
    return new StatusReply(
        status.overall(), status.daemon(), status.services(), used, status.notes());
  }

  /** Returns the daemon's answer with the chosen services alone, all else as it came. */
  JsonObject apply(JsonObject status) {
    if (isAll()) {
      return status;
    }
    List<JsonObject> chosen = new ArrayList<>();
    for (JsonObject service : status.objects("services")) {
      if (names.contains(service.text("name")) || isTagged(service)) {
        chosen.add(service);
      }
    }
    return JsonObject.builder().putAll(status).put("services", chosen).build();
  }

  private boolean isTagged(JsonObject service) {
    for (String tag : service.texts("tags")) {
      if (tags.contains(tag)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what there is to say when no service is shown, and every name was known. */
  List<String> nothing(List<ServiceStatus> all) {
    if (tags.isEmpty()) {
      return List.of("no services; start some: localport start");
    }
    List<String> known = all.stream().flatMap(service -> service.tags().stream()).toList();
    return tags.stream()
        .map(tag -> UnknownNames.tag(tag, Suggestion.find(tag, known).orElse(null)))
        .toList();
  }

  /**
   * Prints an error for each name that none of the services has.
   *
   * @return whether there was none to print
   */
  boolean printUnknown(Output output, List<ServiceStatus> all) {
    List<String> known = all.stream().map(ServiceStatus::name).toList();
    List<String> unknown = unknown(all);
    for (String name : unknown) {
      String hint = Suggestion.hint(name, known, "see: localport status");
      output.error("no service \"%s\"; %s".formatted(name, hint));
    }
    return unknown.isEmpty();
  }

  /** Returns the names that none of the services has. */
  List<String> unknown(List<ServiceStatus> services) {
    List<String> unknown = new ArrayList<>(names);
    for (ServiceStatus service : services) {
      unknown.remove(service.name());
    }
    return unknown;
  }
}
