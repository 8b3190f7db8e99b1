package dev.localport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service as the user wrote it, already checked: nothing behind the reader checks it again.
 *
 * <p>What context and defaults say is already in {@code reconnect} and its neighbours.
 *
 * @param ports at least one
 * @param enabled false: never runs
 * @param autostart false: runs only when it is named
 * @param at where the service begins in its file
 */
public record ServiceConfig(
    String name,
    TargetConfig target,
    List<PortMapping> ports,
    boolean enabled,
    boolean autostart,
    List<String> tags,
    @Nullable String description,
    ReconnectConfig reconnect,
    BreakerConfig breaker,
    HeartbeatConfig heartbeat,
    HoldConfig hold,
    Place at) {
  /** Copies the lists, so that a service never changes. */
  public ServiceConfig {
    ports = List.copyOf(ports);
    tags = List.copyOf(tags);
  }

  /** Returns the same service under another name. */
  public ServiceConfig named(String other) {
    return changed(other, at);
  }

  /** Tells whether the other does the same: where a service stands in its file is no part of it. */
  public boolean isSameAs(ServiceConfig other) {
    return equals(other.changed(other.name, at));
  }

  private ServiceConfig changed(String newName, Place newPlace) {
    return new ServiceConfig(
        newName,
        target,
        ports,
        enabled,
        autostart,
        tags,
        description,
        reconnect,
        breaker,
        heartbeat,
        hold,
        newPlace);
  }
}
