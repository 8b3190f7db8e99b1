package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Place;
import dev.localport.config.form.Report;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import dev.localport.config.form.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads the entries of {@code services}, one after the other; belongs to one read. */
final class ServiceReader {
  private enum Technology implements Word {
    KUBECTL("kubectl"),
    SSH("ssh");

    private final String word;

    Technology(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  private static final StartConfig START = StartConfig.DEFAULT;

  static final Key<String> NAME =
      Key.of(
              "name",
              Forms.text(TextRule.NAME),
              "Name of the service; unique across all loaded files.")
          .need("add a name");
  private static final Key<String> DESCRIPTION =
      Key.of("description", Forms.text(), "A description of the service.");
  private static final Key<List<String>> TAGS =
      Key.of(
          "tags",
          Forms.list(Forms.text(TextRule.VISIBLE)),
          "Tags to select services by: localport start --tag data.");
  private static final Key<Technology> TECHNOLOGY =
      Key.of(
              "technology",
              Forms.word(Technology.values()),
              "How to connect. ssh is not supported yet: such a service is skipped.")
          .or(Technology.KUBECTL);
  private static final Key<Boolean> ENABLED =
      Key.of("enabled", Forms.flag(), "Whether the service can be started.").or(START.enabled());
  private static final Key<Boolean> AUTOSTART =
      Key.of("autostart", Forms.flag(), "Whether localport start without names starts it.")
          .or(START.autostart());
  private static final Key<Boolean> CONFIRM =
      Key.of(
              "confirm",
              Forms.flag(),
              "Whether start asks for confirmation first, for example in production.")
          .or(START.confirm());
  private static final Key<Integer> PRIORITY =
      Key.of(
              "priority",
              Forms.whole(-1000, 1000),
              "Services with a higher priority resume first when a cluster is back.")
          .or(START.priority());
  private static final Key<Value> CONNECTION =
      Key.of(
              "connection",
              Forms.<Value>of(
                  value -> value,
                  Schema.anyOf(List.of(TargetReader.KEYS.schema(), SshReader.KEYS.schema()))),
              "The target in the cluster.")
          .need("add the target of the service");

  private static final Key<Boolean> MONITOR_POD =
      Key.of("monitor_pod", Forms.flag(), "Whether to monitor the service's pods.")
          .or(PodMonitorConfig.DEFAULT.monitorPod());
  private static final Key<String> POD_SELECTOR =
      Key.of(
          "pod_selector",
          Forms.text(TextRule.SELECTOR),
          "Labels of the pods to monitor (default: the pods behind the target).");
  private static final Key<Section> CLUSTER_HEALTH =
      Key.of(
          "cluster_health",
          Keys.of(MONITOR_POD, POD_SELECTOR),
          "Which of its pods the cluster's monitor watches.");

  /** All keys of a service. */
  static final Keys KEYS =
      Keys.of(
              NAME,
              DESCRIPTION,
              TAGS,
              TECHNOLOGY,
              ENABLED,
              AUTOSTART,
              CONFIRM,
              PRIORITY,
              CONNECTION)
          .and(PortsReader.KEYS)
          .and(BindReader.KEYS)
          .and(TuningReader.KEYS)
          .and(CLUSTER_HEALTH, EnvReader.ENV);

  private final Levels levels;
  private final Map<String, Place> names = new HashMap<>();
  private final EnvReader env = new EnvReader();
  private final SharedPorts localPorts = new SharedPorts();
  private final Map<String, Map<String, Origin>> origins = new HashMap<>();
  private final List<UnsetService> unset = new ArrayList<>();
  private @Nullable Part last;

  /** What is known of a service that may be incomplete. */
  private record Part(
      @Nullable String name,
      @Nullable TargetConfig target,
      List<PortMapping> ports,
      StartConfig start,
      List<String> tags,
      @Nullable String description) {}

  ServiceReader(Levels levels) {
    this.levels = levels;
  }

  /** Returns the service, or null where it is wrong or left out, which is reported. */
  @Nullable ServiceConfig read(Section keys) {
    boolean enabled = keys.get(ENABLED, START.enabled());
    Technology technology = keys.get(TECHNOLOGY, Technology.KUBECTL);
    AtomicReference<@Nullable ServiceConfig> read = new AtomicReference<>();
    if (enabled && technology == Technology.KUBECTL) {
      Report.Unset missing = keys.report().readPart(() -> read.set(read(keys, technology, true)));
      return leaveOut(keys.report(), missing) ? null : read.get();
    }
    boolean whole =
        keys.report()
            .readUnused(
                enabled
                    ? "not needed: ssh is not supported yet"
                    : "the service is disabled and was skipped",
                () -> read.set(read(keys, technology, enabled)));
    return whole ? read.get() : null;
  }

  /** Leaves out the service that was just read where variables of it are not set. */
  private boolean leaveOut(Report report, Report.Unset missing) {
    Part part = last;
    if (missing.problems().isEmpty()) {
      return false;
    } else if (part == null || part.name() == null) {
      report.refuse(missing); // it could not even be named
    } else {
      unset.add(
          new UnsetService(
              part.name(),
              part.target(),
              part.ports(),
              part.start(),
              part.tags(),
              part.description(),
              missing.variables(),
              missing.problems()));
    }
    return true;
  }

  /** Returns the services that were left out, since their variables are not set. */
  List<UnsetService> unset() {
    return List.copyOf(unset);
  }

  private @Nullable ServiceConfig read(Section keys, Technology technology, boolean enabled) {
    String name = name(keys);
    String who = name == null ? "the service" : name;
    Value connection = keys.find(CONNECTION);
    Section target =
        connection == null
            ? null
            : (technology == Technology.SSH ? SshReader.KEYS : TargetReader.KEYS).read(connection);
    if (technology == Technology.SSH && target != null) {
      SshReader.check(target);
    }
    ServiceConfig service =
        service(keys, name, who, technology == Technology.SSH ? null : target, enabled);
    Value ssh = technology == Technology.SSH ? keys.raw(TECHNOLOGY) : null;
    if (ssh != null) {
      NotYet.tell(ssh, "ssh", who + " is skipped");
    }
    return service;
  }

  private @Nullable ServiceConfig service(
      Section keys,
      @Nullable String name,
      String who,
      @Nullable Section connection,
      boolean enabled) {
    TargetConfig target = connection == null ? null : TargetReader.read(connection, levels);
    String context = target == null ? null : target.context();
    List<PortsReader.Written> written = PortsReader.read(keys);
    List<PortMapping> ports = written.stream().map(PortsReader.Written::port).toList();
    String bindAddress = BindReader.read(keys, name);
    StartConfig start =
        new StartConfig(
            enabled,
            keys.get(AUTOSTART, START.autostart()),
            keys.get(CONFIRM, START.confirm()),
            keys.get(PRIORITY, START.priority()));
    List<String> tags = keys.get(TAGS, List.of());
    String description = keys.find(DESCRIPTION);
    Tuning tuning = TuningReader.read(keys, levels.of(context).tuning(), who);
    PodMonitorConfig monitor = monitor(keys.find(CLUSTER_HEALTH));
    List<EnvVariable> variables = env.read(keys, who, enabled, ports);
    last = new Part(name, target, ports, start, tags, description);
    if (name == null || target == null) {
      return null;
    }
    origins.put(name, TuningReader.origins(keys, Origin.OF_SERVICE, levels.of(context).origins()));
    if (enabled) {
      localPorts.add(name, bindAddress, written);
    }
    return new ServiceConfig(
        name,
        target,
        ports,
        bindAddress,
        start,
        tags,
        description,
        tuning,
        monitor,
        variables,
        keys.at());
  }

  /** Returns where the values of the services come from that were read until now. */
  Map<String, Map<String, Origin>> origins() {
    return Map.copyOf(origins);
  }

  private static PodMonitorConfig monitor(@Nullable Section keys) {
    return keys == null
        ? PodMonitorConfig.DEFAULT
        : new PodMonitorConfig(
            keys.get(MONITOR_POD, PodMonitorConfig.DEFAULT.monitorPod()), keys.find(POD_SELECTOR));
  }

  private static String shown(Place first, Place here) {
    return first.file().equals(here.file()) ? "line " + first.line() : first.toString();
  }

  private @Nullable String name(Section keys) {
    Value value = keys.raw(NAME);
    String name = keys.find(NAME);
    if (value == null || name == null) {
      return null;
    }
    Place first = names.putIfAbsent(name, value.at());
    if (first != null) {
      value.wrong(
          value.shown() + " is already used by the service in " + shown(first, value.at()),
          "use another name");
    }
    return name;
  }
}
