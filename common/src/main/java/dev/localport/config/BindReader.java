package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads which address of this machine a service listens on. */
final class BindReader {
  private static final Key<InetAddress> BIND_ADDRESS =
      Key.of(
          "bind_address",
          Forms.scalar(BindReader::address, Schema.of("type", "string")),
          "The address of this machine to listen on (default: 127.0.0.1 and ::1). 0.0.0.0 is IPv4"
              + " only, :: is IPv6 and IPv4. Others can reach any address that is not loopback: it"
              + " needs expose: true.");
  private static final Key<Boolean> EXPOSE =
      Key.of(
              "expose",
              Forms.flag(),
              "Whether bind_address may be an address that others can reach.")
          .or(false);

  static final Keys KEYS = Keys.of(BIND_ADDRESS, EXPOSE);

  private BindReader() {}

  /** Returns the address, or null for loopback. */
  static @Nullable String read(Section service) {
    Value value = service.raw(BIND_ADDRESS);
    InetAddress address = service.find(BIND_ADDRESS);
    boolean expose = service.get(EXPOSE, false);
    tellExposed(service, expose);
    if (value == null || address == null) {
      return null;
    }
    if (!address.isLoopbackAddress() && !expose) {
      value.wrong(
          value.shown() + " can be reached from other machines",
          "add expose: true to allow that, or remove it");
    }
    return written(value, address);
  }

  /** Returns the address as the user wrote it, which is how it is shown. */
  private static String written(Value value, InetAddress address) {
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

  private static @Nullable InetAddress address(Value value) {
    String text = value.text();
    try {
      return text == null
          ? null
          : InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text);
    } catch (IllegalArgumentException _) {
      value.wrong(
          value.shown() + " is not an address", "write an address such as 127.0.0.1 or 0.0.0.0");
      return null;
    }
  }
}
