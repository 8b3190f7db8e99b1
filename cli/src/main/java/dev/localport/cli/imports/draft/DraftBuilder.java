package dev.localport.cli.imports.draft;

import dev.localport.config.TargetKind;
import dev.localport.config.form.TextRule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a file says of one service and checks it: a value that a configuration could not
 * hold makes the draft incomplete, with the reason. Belongs to one draft.
 *
 * <p>Over 300 lines, since each value has its own rule and words.
 */
public final class DraftBuilder {
  private static final int MOST_PORT = 65_535;
  private static final int LONGEST_NAME = 63;
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("svc", "service"),
          Map.entry("services", "service"),
          Map.entry("po", "pod"),
          Map.entry("pods", "pod"),
          Map.entry("deploy", "deployment"),
          Map.entry("deployments", "deployment"),
          Map.entry("sts", "statefulset"),
          Map.entry("statefulsets", "statefulset"),
          Map.entry("ds", "daemonset"),
          Map.entry("daemonsets", "daemonset"),
          Map.entry("rs", "replicaset"),
          Map.entry("replicasets", "replicaset"),
          Map.entry("jobs", "job"));

  private final Origin at;
  private final List<PortDraft> ports = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private final Set<String> remarks = new LinkedHashSet<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private @Nullable String name;
  private String kind = "service";
  private String object = "";
  private @Nullable String namespace;
  private @Nullable String context;
  private @Nullable String kubeconfig;
  private @Nullable String bindAddress;
  private boolean isExposed;
  private boolean isFoundOtherwise;
  private Draft.Starts starts = Draft.Starts.ALWAYS;

  /** Begins a draft of what stands there. */
  public DraftBuilder(Origin at) {
    this.at = at;
  }

  /** Returns the form of a name that a service can have; null where nothing is left of it. */
  public static @Nullable String fitName(String text) {
    String fit = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|[._-]+$", "");
    String cut = fit.length() > LONGEST_NAME ? fit.substring(0, LONGEST_NAME) : fit;
    return cut.isEmpty() ? null : cut;
  }

  /** What the other tool calls the service. */
  public DraftBuilder name(@Nullable String text) {
    name = text == null || isOpen(text) ? null : fitName(text);
    return this;
  }

  /** The target as kubectl writes it: {@code KIND/NAME}, or the name of a pod; null: none. */
  public DraftBuilder target(@Nullable String word) {
    String text = word == null ? "" : word;
    int slash = text.indexOf('/');
    return slash < 0
        ? target("pod", text)
        : target(text.substring(0, slash), text.substring(slash + 1));
  }

  /**
   * The target in two words.
   *
   * @param givenKind in any spelling that kubectl knows; null: a Service
   * @param givenName null: it has none
   */
  public DraftBuilder target(@Nullable String givenKind, @Nullable String givenName) {
    String kindWord = givenKind == null ? "service" : givenKind;
    String objectName = givenName == null ? "" : givenName;
    String word = kindWord.toLowerCase(Locale.ROOT);
    int dot = word.indexOf('.'); // deployments.v1.apps
    String plain = dot < 0 ? word : word.substring(0, dot);
    String known = KINDS.getOrDefault(plain, plain);
    kind = known;
    object = objectName;
    if (isOpen(kindWord)) {
      kind = "service";
      missing.add("the kind of the target is not known");
    } else if (known.equals("selector") || TargetKind.find(known).isEmpty()) {
      kind = "service";
      missing.add("LocalPort does not forward to a " + known);
    }
    if (!objectName.isEmpty() && !isOpen(objectName) && !TextRule.OBJECT.allows(objectName)) {
      missing.add("\"" + objectName + "\" is not a name in Kubernetes");
    }
    return this;
  }

  /** Says that the other tool finds the target in a way that LocalPort does not have. */
  public DraftBuilder foundOtherwise(String why) {
    isFoundOtherwise = true;
    return lacks(why);
  }

  /** Pods by their labels, as kubectl writes them; null: there are none. */
  public DraftBuilder selector(@Nullable String text) {
    String labels = text == null ? "" : text;
    kind = "selector";
    object = labels;
    if (!labels.isEmpty() && !isOpen(labels) && !TextRule.SELECTOR.allows(labels)) {
      missing.add("\"" + labels + "\" is not a label selector");
    }
    return this;
  }

  /** The namespace; null: the context's own. */
  public DraftBuilder namespace(@Nullable String text) {
    namespace = text == null || text.isEmpty() ? null : text;
    if (namespace != null && !isOpen(namespace) && !TextRule.NAMESPACE.allows(namespace)) {
      missing.add("\"" + namespace + "\" is not a namespace");
    }
    return this;
  }

  /** The kube context; null: the current one. */
  public DraftBuilder context(@Nullable String text) {
    context = text == null || text.isEmpty() ? null : text;
    requireShown(context, "context");
    return this;
  }

  /** The path of a kubeconfig; null: the usual one. */
  public DraftBuilder kubeconfig(@Nullable String text) {
    kubeconfig = text == null || text.isEmpty() ? null : text;
    requireShown(kubeconfig, "kubeconfig");
    return this;
  }

  private void requireShown(@Nullable String text, String what) {
    if (text != null
        && !isOpen(text)
        && (!TextRule.VISIBLE.allows(text) || !text.codePoints().allMatch(Plain::isShown))) {
      missing.add("the " + what + " cannot be written to a file");
    }
  }

  /**
   * The address to listen on, or several with commas: one that is not loopback is kept, as it was
   * asked for, and needs the user's trust.
   */
  public DraftBuilder address(@Nullable String text) {
    List<String> others = new ArrayList<>();
    boolean isLoopback = false;
    for (String one : text == null ? new String[0] : text.split(",", -1)) {
      String word = one.strip();
      boolean usual = word.isEmpty() || word.equals("localhost") || word.equals("127.0.0.1");
      if (usual || word.equals("::1")) {
        isLoopback = true;
      } else {
        others.add(word);
      }
    }
    if (others.isEmpty()) {
      return this;
    } else if (isLoopback || others.size() > 1) {
      remark(
          "it also listened on %s; a service has one address, see bind_address"
              .formatted(
                  String.join(", ", isLoopback ? others : others.subList(1, others.size()))));
    }
    if (!isLoopback) {
      listenOn(others.getFirst());
    }
    return this;
  }

  private void listenOn(String text) {
    if (isOpen(text)) {
      missing.add("the address to listen on is not known");
      return;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      bindAddress = text;
      isExposed = !address.isLoopbackAddress();
      if (isExposed) {
        remark(
            "others on the network can connect, as before; remove bind_address and expose to stop that");
      }
    } catch (IllegalArgumentException _) {
      missing.add("\"" + text + "\" is not an address to listen on");
    }
  }

  /** A port as kubectl writes it: {@code LOCAL:REMOTE}, {@code :REMOTE} or {@code REMOTE}. */
  public DraftBuilder port(String text) {
    String spec = text.replaceFirst("(?i)/tcp$", "");
    int colon = spec.lastIndexOf(':');
    if (isOpen(spec)) {
      lackPorts();
    } else if (colon >= 0) {
      port(spec.substring(0, colon), spec.substring(colon + 1));
    } else if (number(spec) > 0) {
      port(spec, spec);
    } else {
      remark(
          "any free local port is taken, since the number of port \"" + spec + "\" is not known");
      port("", spec);
    }
    return this;
  }

  /**
   * A port in two words.
   *
   * @param localText a number; empty, 0 or auto: any free one
   * @param remoteText a number, or the name of a port
   */
  public DraftBuilder port(@Nullable String localText, @Nullable String remoteText) {
    String here = localText == null || localText.equals("auto") ? "" : localText;
    String there = remoteText == null ? "" : remoteText;
    if (isOpen(here) || isOpen(there)) {
      lackPorts();
      return this;
    }
    int local = here.isEmpty() || here.equals("0") ? 0 : number(here);
    if (there.toLowerCase(Locale.ROOT).endsWith("/udp")) {
      missing.add("port " + there + " is UDP, and Kubernetes forwards TCP only");
    } else if (there.isEmpty()) {
      missing.add("the port in the cluster is not known");
    } else if (number(there) < 0 && !TextRule.PORT_NAME.allows(there)) {
      missing.add("\"" + there + "\" is not a port");
    } else if (local < 0) {
      missing.add("\"" + here + "\" is not a local port");
    } else {
      add(new PortDraft(local, number(there) < 0 ? there : String.valueOf(number(there))));
    }
    return this;
  }

  /* Mostly the reason is there already: which variable it is. */
  private void lackPorts() {
    if (missing.isEmpty()) {
      missing.add("the ports are not known");
    }
  }

  private void add(PortDraft port) {
    boolean taken =
        port.local() != 0 && ports.stream().anyMatch(other -> other.local() == port.local());
    if (taken) {
      remark("local port %d was named twice; any free one is taken".formatted(port.local()));
    }
    ports.add(taken ? new PortDraft(0, port.remote()) : port);
  }

  /** Returns a number from 1 to 65535, or -1 where the text is none; YAML's 0x1F90 is one. */
  private static int number(String text) {
    if (text.matches("0*[0-9]{1,5}")) {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= MOST_PORT ? number : -1;
    }
    int hex = text.matches("0x[0-9A-Fa-f]{1,4}") ? Integer.parseInt(text.substring(2), 16) : -1;
    return hex > 0 ? hex : -1;
  }

  /** Says that the other tool does not begin with this service. */
  public DraftBuilder starts(Draft.Starts how) {
    starts = how;
    return this;
  }

  /** Adds a word by which services can be chosen. */
  public DraftBuilder tag(String word) {
    String fit = isOpen(word) ? null : fitName(word);
    if (fit != null && !tags.contains(fit)) {
      tags.add(fit);
    }
    return this;
  }

  /** Says what is different from the other tool. */
  public DraftBuilder remark(String sentence) {
    remarks.add(Plain.line(sentence));
    return this;
  }

  /** Says why the draft cannot be used as it is. */
  public DraftBuilder lacks(String why) {
    missing.add(Plain.line(why));
    return this;
  }

  /* The shells of other tools write what they do not know with a dollar or in braces. */
  private static boolean isOpen(String text) {
    return text.contains("$")
        || text.contains("{{")
        || text.indexOf('%') >= 0
        || text.contains("<");
  }

  /** Returns the draft. */
  public Draft build() {
    if (missing.isEmpty()) {
      requireKnown("the name of the target", object);
      requireKnown("the namespace", namespace);
      requireKnown("the context", context);
      requireKnown("the kubeconfig", kubeconfig);
    }
    if (object.isEmpty() && !isFoundOtherwise) {
      missing.add("it has no target");
    }
    if (ports.isEmpty() && missing.isEmpty()) {
      missing.add("it has no port");
    }
    return new Draft(
        at,
        name,
        kind,
        object,
        namespace,
        context,
        kubeconfig,
        bindAddress,
        isExposed,
        ports,
        starts,
        tags,
        List.copyOf(remarks),
        missing.stream().map(Plain::line).toList());
  }

  private void requireKnown(String what, @Nullable String value) {
    if (value != null && isOpen(value)) {
      missing.add("%s, %s, is not known".formatted(what, value));
    }
  }
}
