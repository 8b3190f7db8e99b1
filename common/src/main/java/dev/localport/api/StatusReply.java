package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * Everything at once: contract E's object.
 *
 * @param overall healthy: every service that is wanted is connected or idle; unhealthy: none is;
 *     else degraded
 * @param daemon who answers
 * @param services in the order of their names
 * @param notes what the user should know besides, a sentence each
 */
public record StatusReply(
    Overall overall, DaemonInfo daemon, List<ServiceStatus> services, List<String> notes) {
  /** Copies the lists, so that a reply never changes. */
  public StatusReply {
    services = List.copyOf(services);
    notes = List.copyOf(notes);
  }

  /** The worst that is true of the whole. */
  public enum Overall {
    /** Every service that is wanted works. */
    HEALTHY("healthy"),
    /** Some work. */
    DEGRADED("degraded"),
    /** None works. */
    UNHEALTHY("unhealthy");

    private final String word;

    Overall(String word) {
      this.word = word;
    }

    /** Returns the word on the wire. */
    public String word() {
      return word;
    }

    static Overall parse(String word) {
      for (Overall overall : values()) {
        if (overall.word.equals(word)) {
          return overall;
        }
      }
      return DEGRADED;
    }

    /** Judges services: those that are stopped were not asked for and do not count. */
    public static Overall of(List<ServiceStatus> services) {
      long wanted = services.stream().filter(s -> !s.state().equals("stopped")).count();
      long up = services.stream().filter(ServiceStatus::isUp).count();
      return up == wanted ? HEALTHY : up == 0 ? UNHEALTHY : DEGRADED;
    }
  }

  /** Returns the reply as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("overall", overall.word())
        .put("daemon", daemon.toJson())
        .put("services", services.stream().map(ServiceStatus::toJson).toList())
        .put("clusters", List.of())
        .put("notes", notes)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static StatusReply from(JsonObject json) {
    return new StatusReply(
        Overall.parse(json.text("overall")),
        DaemonInfo.from(json.object("daemon")),
        json.objects("services").stream().map(ServiceStatus::from).toList(),
        json.texts("notes"));
  }
}
