package dev.localport.config;

import dev.localport.config.form.Place;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One service as the user wrote it, already checked: nothing behind the reader checks it again.
 *
 * <p>What context and defaults say is already in {@code tuning}.
 *
 * @param ports at least one
 * @param bindAddress an address of this machine, as text; null: loopback
 * @param env variables for programs that use it, in the file's order
 * @param at where the service begins in its file
 */
public record ServiceConfig(
    String name,
    TargetConfig target,
    List<PortMapping> ports,
    @Nullable String bindAddress,
    StartConfig start,
    List<String> tags,
    @Nullable String description,
    Tuning tuning,
    PodMonitorConfig clusterHealth,
    List<EnvVariable> env,
    Place at) {
  /** Copies the lists, so that a service never changes. */
  public ServiceConfig {
    ports = List.copyOf(ports);
    tags = List.copyOf(tags);
    env = List.copyOf(env);
  }

  /** Returns the same service under another name. */
  public ServiceConfig named(String other) {
    return changed(other, at, tuning);
  }

  /** Returns the same service at another place of its file. */
  public ServiceConfig movedTo(Place place) {
    return changed(name, place, tuning);
  }

  /** Returns the same service with other values for how it behaves. */
  public ServiceConfig with(Tuning other) {
    return changed(name, at, other);
  }

  /** Returns whether the other does the same: its position in the file is no part of it. */
  public boolean isSameAs(ServiceConfig other) {
    return equals(other.movedTo(at));
  }

  /**
   * Returns whether the other leads from the same ports to the same target: then all else can
   * change while it is forwarded, and no connection has to end for that.
   */
  public boolean leadsAs(ServiceConfig other) {
    return name.equals(other.name)
        && target.equals(other.target)
        && ports.equals(other.ports)
        && Objects.equals(bindAddress, other.bindAddress);
  }

  private ServiceConfig changed(String newName, Place place, Tuning newTuning) {
    return new ServiceConfig(
        newName,
        target,
        ports,
        bindAddress,
        start,
        tags,
        description,
        newTuning,
        clusterHealth,
        env,
        place);
  }

  /** Returns whether the service may run at all. */
  public boolean enabled() {
    return start.enabled();
  }

  /** Returns whether the service runs without being named. */
  public boolean autostart() {
    return start.autostart();
  }

  /** Returns when a lost forward is dialed again. */
  public ReconnectConfig reconnect() {
    return tuning.reconnect();
  }

  /** Returns when a service that keeps failing is left alone. */
  public BreakerConfig breaker() {
    return tuning.breaker();
  }

  /** Returns how a silent session is asked whether it lives. */
  public HeartbeatConfig heartbeat() {
    return tuning.heartbeat();
  }

  /** Returns how connections wait while there is no upstream. */
  public HoldConfig hold() {
    return tuning.hold();
  }
}
