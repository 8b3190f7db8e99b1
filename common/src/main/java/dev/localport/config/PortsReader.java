package dev.localport.config;

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
  private PortsReader() {}

  /** Returns the ports; where something is wrong, which is reported, there may be none. */
  static List<PortMapping> read(Section service) {
    Value list = service.find("ports");
    Value local = service.find("local_port");
    Value remote = service.find("remote_port");
    if (list == null && local == null && remote == null) {
      service.wrong("no port is written", "add local_port and remote_port, or ports");
      return List.of();
    }
    if (list == null) {
      return single(service);
    }
    if (local != null || remote != null) {
      list.wrong("stands beside local_port or remote_port", "keep one way of writing ports");
    }
    return many(list);
  }

  private static List<PortMapping> single(Section service) {
    Value local = service.need("local_port", "use 1 to 65535, or auto");
    Value remote = service.need("remote_port", "use 1 to 65535, or the name of a port");
    PortMapping port = mapping(null, local, remote);
    return port == null ? List.of() : List.of(port);
  }

  private static List<PortMapping> many(Value list) {
    List<PortMapping> ports = new ArrayList<>();
    List<Value> items = list.items();
    Set<Object> taken = new HashSet<>();
    for (Value item : items) {
      PortMapping port = item.isMap() ? keys(item) : PortText.read(item);
      if (port != null) {
        ports.add(port);
        refuseTaken(item, port, taken);
      }
    }
    if (items.isEmpty() && list.isList()) {
      list.wrong("no port is listed", "add one, as in - 5432:5432");
    }
    return ports;
  }

  private static void refuseTaken(Value item, PortMapping port, Set<Object> taken) {
    if (port.local() != 0 && !taken.add(port.local())) {
      item.wrong("local port " + port.local() + " is listed twice", "use another one, or auto");
    }
    if (port.name() != null && !taken.add(port.name())) {
      item.wrong("the name " + port.name() + " is listed twice", "use another one");
    }
  }

  private static @Nullable PortMapping keys(Value item) {
    Section keys = Section.of(item);
    if (keys == null) {
      return null;
    }
    String name = keys.text("name", TextRule.NAME);
    Value local = keys.need("local", "use 1 to 65535, or auto");
    Value remote = keys.need("remote", "use 1 to 65535, or the name of a port");
    keys.finish(LaterKeys.NONE);
    return mapping(name, local, remote);
  }

  private static @Nullable PortMapping mapping(
      @Nullable String name, @Nullable Value local, @Nullable Value remote) {
    Integer here = local == null ? null : PortText.local(local, local.text());
    String there = remote == null ? null : PortText.remote(remote, remote.text());
    return here == null || there == null ? null : new PortMapping(name, here, there);
  }
}
