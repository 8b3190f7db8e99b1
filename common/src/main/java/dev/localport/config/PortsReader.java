package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Paths;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a service listens and where that leads: {@code local_port} with {@code remote_port},
 * or a list of {@code ports}.
 */
final class PortsReader {
  private static final String LOCAL_RIGHT = "use 1 to 65535, or auto";
  private static final String REMOTE_RIGHT = "use 1 to 65535, or the name of a port";

  private static final Key<Integer> LOCAL_PORT =
      Key.of(
          "local_port",
          PortText.LOCAL,
          "The port on this machine: 1 to 65535; 0 or auto for any free one. 127.0.0.1 and ::1 get"
              + " the same number. Required without ports.");
  private static final Key<String> REMOTE_PORT =
      Key.of(
          "remote_port",
          PortText.REMOTE,
          "The port of the target: 1 to 65535, or its name. Required without ports.");

  private static final Key<String> NAME =
      Key.of("name", Forms.text(TextRule.NAME), "A name for the port.");
  private static final Key<Integer> LOCAL =
      Key.of("local", PortText.LOCAL, "The port on this machine, like local_port.")
          .need(LOCAL_RIGHT);
  private static final Key<String> REMOTE =
      Key.of("remote", PortText.REMOTE, "The port of the target, like remote_port.")
          .need(REMOTE_RIGHT);

  private static final Key<List<PortWritten>> PORTS =
      Key.of(
          "ports",
          Forms.filledList(written(), "add one, as in - 5432:5432"),
          "Several ports of one target: LOCAL:REMOTE, one number for both sides, :REMOTE for any"
              + " free local port, or keys.");

  static final Keys KEYS = Keys.of(LOCAL_PORT, REMOTE_PORT, PORTS);

  /** A port, and where it is written. */
  record Written(PortMapping port, Value at) {}

  /** A port and the value that says it; null: that is wrong. */
  private record PortWritten(Value at, @Nullable PortMapping port) {}

  private PortsReader() {}

  private static Form<PortWritten> written() {
    var port = Forms.keysOr(Keys.of(NAME, LOCAL, REMOTE).as(PortsReader::keys), PortText.PAIR);
    return Forms.of(value -> new PortWritten(value, port.read(value)), port.schema());
  }

  /** Returns the ports; where something is wrong, which is reported, there may be none. */
  static List<Written> read(Section service) {
    boolean single = service.has(LOCAL_PORT) || service.has(REMOTE_PORT);
    Value list = service.raw(PORTS);
    if (list == null && !single) {
      service.wrong("no ports", "add local_port and remote_port, or ports");
      return List.of();
    }
    Written port = single ? single(service, list == null) : null;
    if (list == null) {
      return port == null ? List.of() : List.of(port);
    }
    if (single) {
      list.wrong("cannot be combined with local_port or remote_port", "keep one of the two");
    }
    return many(service);
  }

  private static @Nullable Written single(Section service, boolean alone) {
    Value at = service.raw(LOCAL_PORT);
    Integer local = service.find(LOCAL_PORT);
    String remote = service.find(REMOTE_PORT);
    if (alone) {
      need(service, LOCAL_PORT, LOCAL_RIGHT);
      need(service, REMOTE_PORT, REMOTE_RIGHT);
    }
    return at == null || local == null || remote == null
        ? null
        : new Written(new PortMapping(null, local, remote), at);
  }

  private static void need(Section service, Key<?> key, String right) {
    if (!service.has(key)) {
      String path = Paths.key(service.path(), key.name());
      service.report().error(service.at(), path, "missing", right);
    }
  }

  private static List<Written> many(Section service) {
    List<PortWritten> all = service.get(PORTS, List.of());
    List<Written> ports = new ArrayList<>();
    Set<Object> taken = new HashSet<>();
    for (PortWritten written : all) {
      PortMapping port = written.port();
      if (port != null) {
        ports.add(new Written(port, written.at()));
        refuseTaken(written.at(), port, taken);
      }
    }
    return ports;
  }

  private static void refuseTaken(Value item, PortMapping port, Set<Object> taken) {
    if (port.local() != 0 && !taken.add(port.local())) {
      item.wrong("local port " + port.local() + " is used twice", "use another port, or auto");
    }
    if (port.name() != null && !taken.add(port.name())) {
      item.wrong("the name " + port.name() + " is used twice", "use another name");
    }
  }

  private static @Nullable PortMapping keys(Section keys) {
    String name = keys.find(NAME);
    Integer local = keys.find(LOCAL);
    String remote = keys.find(REMOTE);
    return local == null || remote == null ? null : new PortMapping(name, local, remote);
  }
}
