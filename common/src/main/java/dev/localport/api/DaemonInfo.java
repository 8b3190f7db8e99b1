package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * The daemon as it is: the {@code daemon} object in docs/api.md.
 *
 * @param pid its process
 * @param version of the program that it runs
 * @param protocol see {@link ProtocolVersion}
 * @param uptimeSeconds since it was started
 * @param configFiles absolute paths of its configuration files
 */
public record DaemonInfo(
    long pid, String version, int protocol, long uptimeSeconds, List<String> configFiles) {
  /** Copies the list, so that an info never changes. */
  public DaemonInfo {
    configFiles = List.copyOf(configFiles);
  }

  /** Returns the info as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("pid", pid)
        .put("version", version)
        .put("protocol", protocol)
        .put("uptime_seconds", uptimeSeconds)
        .put("config_files", configFiles)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static DaemonInfo from(JsonObject json) {
    return new DaemonInfo(
        json.number("pid"),
        json.text("version"),
        (int) json.number("protocol"),
        json.number("uptime_seconds"),
        json.texts("config_files"));
  }
}
