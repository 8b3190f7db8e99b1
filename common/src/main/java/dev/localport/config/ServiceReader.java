package dev.localport.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code services}, one after the other; belongs to one read. */
final class ServiceReader {
  private final Levels levels;
  private final Map<String, Place> names = new HashMap<>();

  ServiceReader(Levels levels) {
    this.levels = levels;
  }

  List<ServiceConfig> read(Value list) {
    List<ServiceConfig> services = new ArrayList<>();
    for (Value item : list.items()) {
      Section keys = Section.of(item);
      ServiceConfig service = keys == null ? null : service(keys);
      if (service != null) {
        services.add(service);
      }
    }
    return services;
  }

  /** Returns the service, or null where it is wrong or left out, which is reported. */
  private @Nullable ServiceConfig service(Section keys) {
    String name = name(keys.need("name", "give the service a name"));
    if (isKubectl(keys.find("technology"), name)) {
      Value value = keys.need("connection", "say what the service points to");
      Section connection = value == null ? null : Section.of(value);
      if (connection == null || !TargetReader.isLeftOut(connection, name)) {
        return service(keys, name, connection);
      }
    }
    return null;
  }

  private @Nullable ServiceConfig service(
      Section keys, @Nullable String name, @Nullable Section connection) {
    TargetConfig target = connection == null ? null : TargetReader.read(connection, levels);
    List<PortMapping> ports = PortsReader.read(keys);
    boolean enabled = keys.flag("enabled", true);
    boolean autostart = keys.flag("autostart", true);
    List<String> tags = tags(keys.find("tags"));
    Value description = keys.find("description");
    String text = description == null ? null : description.text();
    Tuning tuning =
        TuningReader.read(keys, levels.of(target == null ? null : target.context()).tuning());
    keys.finish(LaterKeys.SERVICE);
    if (name == null || target == null) {
      return null;
    }
    return new ServiceConfig(
        name,
        target,
        ports,
        enabled,
        autostart,
        tags,
        text,
        tuning.reconnect(),
        tuning.breaker(),
        tuning.heartbeat(),
        tuning.hold(),
        keys.at());
  }

  private @Nullable String name(@Nullable Value value) {
    String name = value == null ? null : value.text(TextRule.NAME);
    if (value == null || name == null) {
      return null;
    }
    Place first = names.putIfAbsent(name, value.at());
    if (first != null) {
      value.wrong(name + " is already the service in line " + first.line(), "use another name");
    }
    return name;
  }

  private boolean isKubectl(@Nullable Value technology, @Nullable String name) {
    String word = technology == null ? "kubectl" : technology.text();
    if (technology == null || word == null || word.equals("kubectl")) {
      return true;
    }
    if (word.equals("ssh")) {
      LeftOut.warn(technology, "ssh", name);
      return false;
    }
    return technology.misfit(word, "kubectl", true);
  }

  private static List<String> tags(@Nullable Value value) {
    List<String> tags = new ArrayList<>();
    for (Value item : value == null ? List.<Value>of() : value.items()) {
      String tag = item.text(TextRule.VISIBLE);
      if (tag != null) {
        tags.add(tag);
      }
    }
    return tags;
  }
}
