package dev.localport.cli.init;

import dev.localport.api.FoundTarget;
import dev.localport.api.NamedPort;
import dev.localport.config.ContextName;
import dev.localport.config.LocalPort;
import dev.localport.config.ServiceConfig;
import dev.localport.config.edit.YamlWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The entries of {@code services} for what a user chose in a cluster, beside those that a file has.
 * Belongs to one run.
 */
public final class Additions {
  private final SearchedContext context;
  private final List<ServiceConfig> there;
  private final ServiceNames usedNames;
  private final LocalPorts usedPorts = new LocalPorts(_ -> true);
  private final Map<String, List<String>> entries = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();

  private Additions(SearchedContext context, List<ServiceConfig> there) {
    this.context = context;
    boolean isFirst = there.isEmpty() || context.has(there.getFirst());
    this.usedNames = new ServiceNames(isFirst ? null : ContextName.brief(context.name()));
    this.there = there;
    for (ServiceConfig service : there) {
      usedNames.use(service.name());
      if (service.enabled()) {
        LocalPort.of(service).forEach(port -> usedPorts.use(port.number()));
      }
    }
  }

  /**
   * Writes the entries.
   *
   * @param context where they were found; if the file began with another one, their names begin
   *     with it, so that prod is not taken for staging
   * @param there what the file has already; what leads to the same target is not written again
   */
  public static Additions of(
      SearchedContext context, Collection<FoundTarget> chosen, List<ServiceConfig> there) {
    Additions additions = new Additions(context, there);
    List<FoundTarget> ordered =
        chosen.stream()
            .sorted(
                Comparator.comparing(FoundTarget::namespace)
                    .thenComparing(FoundTarget::name)
                    .thenComparing(FoundTarget::kind))
            .toList();
    Map<String, Set<String>> namespaces =
        ordered.stream()
            .collect(
                Collectors.groupingBy(
                    target -> ServiceNames.fit(target.name()),
                    Collectors.mapping(FoundTarget::namespace, Collectors.toSet())));
    for (FoundTarget target : ordered) {
      boolean isShared =
          namespaces.getOrDefault(ServiceNames.fit(target.name()), Set.of()).size() > 1;
      additions.add(target, isShared);
    }
    return additions;
  }

  private void add(FoundTarget target, boolean isShared) {
    for (ServiceConfig service : there) {
      if (leadsTo(service, target)) {
        known.add(service.name());
        return;
      }
    }
    String name = usedNames.next(target.namespace(), target.name(), target.kind(), isShared);
    entries.put(name, lines(name, target));
  }

  private boolean leadsTo(ServiceConfig service, FoundTarget target) {
    return service.target().kind().word().equals(target.kind())
        && service.target().name().equals(target.name())
        && context.has(service)
        && context.leadsTo(target.namespace(), service);
  }

  private List<String> lines(String name, FoundTarget target) {
    List<NamedPort> ports = target.distinctPorts();
    List<String> lines = new ArrayList<>();
    lines.add("# " + comment(target, ports));
    lines.add("- name: " + YamlWord.quoted(name));
    lines.add("  connection:");
    if (!target.kind().equals("service")) {
      lines.add("    resource_type: " + target.kind());
    }
    lines.add("    resource_name: " + YamlWord.quoted(target.name()));
    lines.add("    namespace: " + YamlWord.quoted(target.namespace()));
    lines.add("    context: " + YamlWord.quoted(context.name()));
    if (ports.size() == 1) {
      lines.add("  local_port: " + local(target, ports.getFirst()));
      lines.add("  remote_port: " + ports.getFirst().number());
      return lines;
    }
    lines.add("  ports:");
    Set<String> names = new HashSet<>();
    for (NamedPort port : ports) {
      String called = port.name();
      String named =
          called != null && names.add(called) ? "name: " + YamlWord.quoted(called) + ", " : "";
      lines.add(
          "    - {%slocal: %d, remote: %d}".formatted(named, local(target, port), port.number()));
    }
    return lines;
  }

  private int local(FoundTarget target, NamedPort port) {
    return usedPorts.next(PortSteps.of(target.namespace(), target.name(), port.number()));
  }

  private static String comment(FoundTarget target, List<NamedPort> ports) {
    String all = ports.stream().map(Additions::shown).collect(Collectors.joining(", "));
    String what =
        switch (target.of()) {
          case FoundTarget.Service(boolean headless, boolean selects) ->
              (headless ? "headless service" : "service") + (selects ? "" : " without a selector");
          case FoundTarget.StatefulSet set ->
              "StatefulSet with " + (set.replicas() == 1 ? "1 pod" : set.replicas() + " pods");
        };
    return "%s in %s: %s".formatted(what, target.namespace(), all);
  }

  /** Returns a port as people read it: {@code http (80)}. */
  public static String shown(NamedPort port) {
    return port.name() == null
        ? String.valueOf(port.number())
        : port.name() + " (" + port.number() + ")";
  }

  /** Returns the names of the new services, in order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Returns the services of the file that lead to what was chosen. */
  public List<String> known() {
    return List.copyOf(known);
  }

  /** Returns the entries, their dashes in column 0, an empty line between two. */
  public List<String> lines() {
    List<String> all = new ArrayList<>();
    for (List<String> entry : entries.values()) {
      if (!all.isEmpty()) {
        all.add("");
      }
      all.addAll(entry);
    }
    return all;
  }

  /** Returns a whole file. */
  public String text() {
    StringBuilder text =
        new StringBuilder(
            """
            # Written by `localport init`; it is yours to change.
            # Start the services:   localport start
            # See their status:     localport status
            # All keys:             localport help config
            version: "1.0"

            services:
            """);
    for (String line : lines()) {
      text.append(line.isEmpty() ? "" : "  " + line).append('\n');
    }
    return text.toString();
  }
}
