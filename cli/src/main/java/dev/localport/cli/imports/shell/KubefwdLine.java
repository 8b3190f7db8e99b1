package dev.localport.cli.imports.shell;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Entry;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.draft.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code kubefwd svc}: it forwards all Services of a namespace, whose names and ports stand
 * in the cluster alone. Belongs to one command.
 */
final class KubefwdLine {
  private static final Map<String, String> SHORT =
      Map.of(
          "-n", "--namespace",
          "-l", "--selector",
          "-f", "--field-selector",
          "-x", "--context",
          "-c", "--kubeconfig",
          "-m", "--mapping",
          "-d", "--domain");
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--namespace",
          "--selector",
          "--field-selector",
          "--context",
          "--kubeconfig",
          "--mapping",
          "--domain",
          "--timeout",
          "--hosts-path",
          "--fwd-conf",
          "-r",
          "--resync-interval",
          "-z",
          "-t");

  private final String file;
  private final Consumer<Entry> found;
  private final List<String> namespaces = new ArrayList<>();
  private final List<String> mappings = new ArrayList<>();
  private @Nullable String context;
  private @Nullable String kubeconfig;
  private @Nullable String service;
  private @Nullable String selector;
  private boolean isAll;
  private boolean isHelp;

  KubefwdLine(String file, Consumer<Entry> found) {
    this.file = file;
    this.found = found;
  }

  /** Reads the words behind kubefwd. */
  void read(List<Word> words, int line) {
    boolean isServices = false;
    for (int i = 0; i < words.size(); i++) {
      String text = words.get(i).text();
      int equals = text.startsWith("--") ? text.indexOf('=') : -1;
      String name = equals > 0 ? text.substring(0, equals) : text;
      String full = SHORT.getOrDefault(name, name);
      if (equals > 0) {
        option(full, text.substring(equals + 1));
      } else if (WITH_VALUE.contains(full) && i + 1 < words.size()) {
        option(full, words.get(++i).text());
      } else {
        isServices |= text.matches("svc|service|services|svcs");
        isAll |= text.equals("-A") || text.equals("--all-namespaces");
        isHelp |= text.equals("-h") || text.equals("--help");
      }
    }
    if (isServices && !isHelp) {
      report(new Origin(file, Math.max(1, line)));
    }
  }

  private void option(String name, String value) {
    switch (name) {
      case "--namespace" -> namespaces.addAll(List.of(value.split(",", -1)));
      case "--mapping" -> mappings.add(value);
      case "--context" -> context = value;
      case "--kubeconfig" -> kubeconfig = value.equals("~/.kube/config") ? null : value;
      case "--selector" -> selector = value;
      case "--field-selector" ->
          service =
              value.startsWith("metadata.name=")
                  ? value.substring(value.lastIndexOf('=') + 1)
                  : null;
      default -> {} // it changes nothing about what is forwarded
    }
  }

  private void report(Origin at) {
    List<@Nullable String> all = new ArrayList<>(namespaces);
    if (all.isEmpty()) {
      all.add(null);
    }
    for (String namespace : all) {
      if (service != null) {
        single(at, namespace, service);
      } else {
        found.accept(new Skipped(at, services(namespace)));
      }
    }
  }

  private void single(Origin at, @Nullable String namespace, String name) {
    DraftBuilder draft =
        new DraftBuilder(at)
            .target("service", name)
            .namespace(namespace)
            .context(context)
            .kubeconfig(kubeconfig);
    for (String mapping : mappings) {
      String[] sides = mapping.split(":", 2);
      draft.port(sides[sides.length - 1], sides[0]);
    }
    String which = mappings.isEmpty() ? "its ports are" : "its other ports are";
    found.accept(
        draft.lacks("kubefwd forwards every port of the Service; " + which + " not known").build());
  }

  private String services(@Nullable String namespace) {
    String where =
        isAll
            ? "all namespaces"
            : namespace == null ? "the context's namespace" : "namespace " + namespace;
    String which = selector == null ? "every Service" : "the Services with labels " + selector;
    String ports =
        mappings.isEmpty()
            ? ""
            : " (port mappings " + String.join(", ", mappings) + ", Service first)";
    return "kubefwd forwards %s of %s%s%s; list those you need as services"
        .formatted(which, where, context == null ? "" : " in context " + context, ports);
  }
}
