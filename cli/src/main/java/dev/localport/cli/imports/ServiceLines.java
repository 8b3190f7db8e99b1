package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.PortDraft;
import dev.localport.config.edit.YamlWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a draft as an entry of {@code services}: the first line with the dash, in column 0. */
final class ServiceLines {
  private final List<String> lines = new ArrayList<>();

  private ServiceLines() {}

  /**
   * Returns the lines.
   *
   * @param ports as they are given to the service
   */
  static List<String> of(Draft draft, String name, List<PortDraft> ports) {
    ServiceLines lines = new ServiceLines();
    lines.add("- name: ", name);
    if (!draft.tags().isEmpty()) {
      lines.lines.add(
          "  tags: ["
              + String.join(", ", draft.tags().stream().map(YamlWord::quoted).toList())
              + "]");
    }
    switch (draft.starts()) {
      case ALWAYS -> {}
      case BY_NAME -> lines.lines.add("  autostart: false");
      case NEVER -> lines.lines.add("  enabled: false");
    }
    lines.target(draft);
    lines.ports(ports);
    lines.add("  bind_address: ", draft.bindAddress());
    if (draft.isExposed()) {
      lines.lines.add("  expose: true");
    }
    return lines.lines;
  }

  private void target(Draft draft) {
    lines.add("  connection:");
    if (draft.kind().equals("selector")) {
      add("    selector: ", draft.object());
    } else {
      if (!draft.kind().equals("service")) {
        add("    resource_type: ", draft.kind());
      }
      add("    resource_name: ", draft.object());
    }
    add("    namespace: ", draft.namespace());
    add("    context: ", draft.context());
  }

  private void ports(List<PortDraft> ports) {
    if (ports.size() == 1) {
      lines.add("  local_port: " + local(ports.getFirst()));
      add("  remote_port: ", ports.getFirst().remote());
    } else if (!ports.isEmpty()) {
      lines.add("  ports:");
      for (PortDraft port : ports) {
        lines.add(
            "    - {local: " + local(port) + ", remote: " + YamlWord.quoted(port.remote()) + "}");
      }
    }
  }

  private static String local(PortDraft port) {
    return port.local() == 0 ? "auto" : String.valueOf(port.local());
  }

  private void add(String key, @Nullable String value) {
    if (value != null) {
      lines.add(key + YamlWord.quoted(value));
    }
  }
}
