package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads which address of this machine a service listens on. */
final class BindReader {
  private static final String AUTO = "auto";

  /* Without an address: auto, which the service's name decides. */
  private record Written(Optional<InetAddress> address) {}

  private static final Key<Written> BIND_ADDRESS =
      Key.of(
          "bind_address",
          Forms.scalar(BindReader::written, Schema.of("type", "string")),
          "The address of this machine to listen on (default: 127.0.0.1 and ::1). auto: a loopback"
              + " address for this service alone, such as 127.77.3.9, so that two services can use"
              + " one port; it follows from the name. 0.0.0.0 is IPv4 only, :: is IPv6 and IPv4."
              + " Others can reach any address that is not loopback: it needs expose: true.");
  private static final Key<Boolean> EXPOSE =
      Key.of(
              "expose",
              Forms.flag(),
              "Whether bind_address may be an address that others can reach.")
          .or(false);

  static final Keys KEYS = Keys.of(BIND_ADDRESS, EXPOSE);

  private BindReader() {}

  /**
   * Returns the address, or null for loopback.
   *
   * @param name of the service; null where it has no valid one
   */
  static @Nullable String read(Section service, @Nullable String name) {
    Value value = service.raw(BIND_ADDRESS);
    Written written = service.find(BIND_ADDRESS);
    boolean expose = service.get(EXPOSE, false);
    tellExposed(service, expose);
    if (value == null || written == null) {
      return null;
    }
    if (written.address().isEmpty()) {
      return name == null ? null : OwnLoopback.of(name).getHostAddress();
    }
    InetAddress address = written.address().get();
    if (!address.isLoopbackAddress() && !expose) {
      value.wrong(
          value.shown() + " can be reached from other machines",
          "add expose: true to allow that, or remove it");
    }
    return shown(value, address);
  }

  /** Returns the address as the user wrote it, which is how it is shown. */
  private static String shown(Value value, InetAddress address) {
    String text = value.text();
    return text == null || text.equals("localhost") ? address.getHostAddress() : text;
  }

  /** Reports a port that others can reach, also while nothing but the default address is open. */
  private static void tellExposed(Section service, boolean expose) {
    Value value = service.raw(EXPOSE);
    if (value != null && expose) {
      service.report().sensitive(value, "lets others on the network connect");
    }
  }

  private static @Nullable Written written(Value value) {
    String text = value.text();
    if (text == null || text.equals(AUTO)) {
      return text == null ? null : new Written(Optional.empty());
    }
    try {
      return new Written(
          Optional.of(InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text)));
    } catch (IllegalArgumentException _) {
      value.wrong(
          value.shown() + " is not an address",
          "write an address such as 127.0.0.1 or 0.0.0.0, or auto for one of its own");
      return null;
    }
  }
}
