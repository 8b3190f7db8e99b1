package dev.localport.config.edit;

import dev.localport.config.PortMapping;
import dev.localport.config.Readiness;
import dev.localport.config.ServiceConfig;
import dev.localport.config.TargetConfig;
import dev.localport.config.TargetKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a service as an entry of {@code services}, as a person would. */
final class ServiceText {
  private final List<String> lines = new ArrayList<>();

  private ServiceText() {}

  /** Returns the lines, the first with the dash, indented from column 0. */
  static List<String> lines(ServiceConfig service) {
    ServiceText text = new ServiceText();
    text.add("- name: ", service.name());
    text.add("  description: ", service.description());
    if (!service.tags().isEmpty()) {
      List<String> tags = service.tags().stream().map(YamlWord::quoted).toList();
      text.lines.add("  tags: [" + String.join(", ", tags) + "]");
    }
    text.flag("  enabled: false", service.enabled());
    text.flag("  autostart: false", service.autostart());
    text.target(service.target());
    text.ports(service.ports());
    return text.lines;
  }

  private void target(TargetConfig target) {
    lines.add("  connection:");
    if (target.kind() == TargetKind.SELECTOR) {
      add("    selector: ", target.name());
    } else {
      add("    resource_type: ", target.kind().word());
      add("    resource_name: ", target.name());
    }
    add("    namespace: ", target.namespace());
    add("    context: ", target.context());
    add("    ready: ", target.ready() == Readiness.ONLY ? null : target.ready().word());
  }

  private void ports(List<PortMapping> ports) {
    PortMapping first = ports.getFirst();
    if (ports.size() == 1 && first.name() == null) {
      lines.add("  local_port: " + local(first));
      add("  remote_port: ", first.remote());
      return;
    }
    lines.add("  ports:");
    for (PortMapping port : ports) {
      String name = port.name() == null ? "" : "name: " + YamlWord.quoted(port.name()) + ", ";
      String sides = "local: " + local(port) + ", remote: " + YamlWord.quoted(port.remote());
      lines.add("    - {" + name + sides + "}");
    }
  }

  private static String local(PortMapping port) {
    return port.local() == 0 ? "auto" : String.valueOf(port.local());
  }

  private void flag(String line, boolean otherwise) {
    if (!otherwise) {
      lines.add(line);
    }
  }

  private void add(String key, @Nullable String value) {
    if (value != null) {
      lines.add(key + YamlWord.quoted(value));
    }
  }
}
