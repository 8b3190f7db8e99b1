package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.shell.ShellReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Literals of a Tiltfile: {@code k8s_resource('web', port_forwards=['8080:80'])}. */
final class Tiltfile implements TextFormat {
  @Override
  public String word() {
    return "Tiltfile";
  }

  @Override
  public boolean fits(Source source) {
    return source.isNamed("Tiltfile(\\..*)?|.*\\.(tiltfile|star)")
        || source.hasLine("k8s_resource\\(");
  }

  @Override
  public void read(Source source, Drafts drafts) {
    String text = StarlarkCalls.withConstants(source.text());
    for (StarlarkCalls.Call call : StarlarkCalls.of(text)) {
      Origin at = new Origin(source.label(), call.line());
      switch (call.function()) {
        case "k8s_resource" -> resource(at, call, drafts);
        case "local_resource", "local" -> commands(source.label(), call, drafts);
        default -> {} // port_forward(…) stands inside of k8s_resource(…)
      }
    }
  }

  private static void commands(String file, StarlarkCalls.Call call, Drafts drafts) {
    for (StarlarkCalls.Argument argument : call.arguments()) {
      String text = StarlarkCalls.text(argument.value());
      if (text != null && text.contains("port-forward")) {
        new ShellReader(file, drafts::add).read(text, call.line());
      }
    }
  }

  private static void resource(Origin at, StarlarkCalls.Call call, Drafts drafts) {
    String ports = call.named("port_forwards");
    if (ports == null) {
      return;
    }
    String workload = call.first("workload");
    DraftBuilder draft =
        new DraftBuilder(at)
            .target("deployment", workload == null ? "$workload" : workload)
            .name(StarlarkCalls.text(call.named("new_name")))
            .remark(
                "a Tiltfile does not say what kind of workload it is, nor its namespace; a deployment is assumed");
    List<String> values = ports.startsWith("[") ? StarlarkCalls.items(ports) : List.of(ports);
    for (String value : values) {
      port(draft, value);
    }
    drafts.add(draft.build());
  }

  private static void port(DraftBuilder draft, String value) {
    List<StarlarkCalls.Call> calls = StarlarkCalls.of(value);
    String text = StarlarkCalls.text(value);
    if (!calls.isEmpty() && calls.getFirst().function().equals("port_forward")) {
      StarlarkCalls.Call call = calls.getFirst();
      String local = call.argument(0, "local_port");
      String container = call.argument(1, "container_port");
      both(draft, local, container == null ? local : container);
      String host = StarlarkCalls.text(call.named("host"));
      if (host != null) {
        draft.address(host);
      }
    } else if (value.matches("[0-9]+")) {
      both(draft, value, value);
    } else if (text != null && text.matches("([A-Za-z0-9.-]+:)?[0-9]+(:[0-9]+)?")) {
      literal(draft, text);
    } else {
      draft.lacks("a port is worked out by the Tiltfile");
    }
  }

  /* HOST:LOCAL:REMOTE, HOST:LOCAL, LOCAL:REMOTE or LOCAL. */
  private static void literal(DraftBuilder draft, String text) {
    List<String> parts = List.of(text.split(":", -1));
    boolean hasHost = parts.size() == 3 || !parts.getFirst().matches("[0-9]+");
    List<String> ports = hasHost ? parts.subList(1, parts.size()) : parts;
    both(draft, ports.getFirst(), ports.getLast());
    if (hasHost) {
      draft.address(parts.getFirst());
    }
  }

  private static void both(DraftBuilder draft, @Nullable String local, @Nullable String remote) {
    boolean areNumbers =
        local != null && local.matches("[0-9]+") && remote != null && remote.matches("[0-9]+");
    if (areNumbers) {
      draft.port(local, remote);
    } else {
      draft.lacks("a port is worked out by the Tiltfile");
    }
  }
}
