package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service settled on where its configuration leaves a choice. It comes back to that, also
 * over the end of a daemon.
 *
 * @param context its kube context, or null where it has none yet
 * @param ports the numbers of its local ports
 */
public record Settled(@Nullable String context, List<Port> ports) {
  /** A service that has not run yet. */
  public static final Settled NOTHING = new Settled(null, List.of());

  private static final int MAX_PORT = 65_535;

  /** Copies the list, so that what is settled never changes. */
  public Settled {
    ports = List.copyOf(ports);
  }

  /**
   * One port.
   *
   * @param port what the user calls it, else the port of the target
   * @param local the number that it listened on
   */
  public record Port(String port, int local) {
    /** Describes a port; {@code name} is what the user calls it, or null. */
    public static Port of(@Nullable String name, String remote, int local) {
      return new Port(name == null ? remote : name, local);
    }
  }

  /** Returns what the service that is shown has settled on. */
  public static Settled of(ServiceStatus service) {
    return new Settled(
        service.context(),
        service.ports().stream()
            .filter(port -> !port.local().isEmpty())
            .map(port -> Port.of(port.name(), port.remote(), port.local().getFirst().port()))
            .toList());
  }

  /** Returns the same ports in a context. */
  public Settled in(@Nullable String other) {
    return new Settled(other, ports);
  }

  /** Returns it as it travels and as it is kept. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("context", context)
        .put(
            "ports",
            ports.stream()
                .map(port ->
                    JsonObject.builder()
                        .put("port", port.port())
                        .put("local", port.local())
                        .build())
                .toList())
        .build();
  }

  /* What is no port has never been one that a service listened on. */
  private static int portNumber(long number) {
    return number == Math.clamp(number, 0, MAX_PORT) ? (int) number : 0;
  }

  /** Reads what {@link #toJson} wrote; keys that are missing are not settled. */
  public static Settled from(JsonObject json) {
    return new Settled(
        json.findText("context"),
        json.objects("ports").stream()
            .map(port -> new Port(port.text("port"), portNumber(port.number("local"))))
            .toList());
  }
}
