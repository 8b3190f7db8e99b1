package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One port of a service.
 *
 * @param name what the user calls it, or null
 * @param remote the port of the target: a number, or a name
 * @param local where it listens; empty while it does not
 */
public record PortStatus(@Nullable String name, String remote, List<Address> local) {
  /** Copies the addresses, so that a status never changes. */
  public PortStatus {
    local = List.copyOf(local);
  }

  /** An address and a port that clients can connect to. */
  public record Address(String address, int port) {
    private static final Map<String, String> REACHABLE =
        Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    /** Returns where a program of this machine connects: all addresses are no address of one. */
    public Address reachable() {
      return new Address(REACHABLE.getOrDefault(address, address), port);
    }

    /** Prints as it is typed: IPv6 addresses in brackets. */
    @Override
    public String toString() {
      return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
  }

  JsonObject toJson() {
    boolean number = remote.chars().allMatch(c -> c >= '0' && c <= '9');
    return JsonObject.builder()
        .put("name", name)
        .put("remote", number ? (Object) Integer.valueOf(remote) : remote)
        .put(
            "local",
            local.stream()
                .map(a ->
                    JsonObject.builder().put("address", a.address()).put("port", a.port()).build())
                .toList())
        .build();
  }

  static PortStatus from(JsonObject json) {
    return new PortStatus(
        json.findText("name"),
        String.valueOf(json.asMap().get("remote")),
        json.objects("local").stream()
            .map(a -> new Address(a.text("address"), (int) a.number("port")))
            .toList());
  }
}
