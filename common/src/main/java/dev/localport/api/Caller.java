package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon has to know of the shell that a file was loaded from: its own environment is
 * another. Immutable.
 *
 * @param kubeconfig {@code $KUBECONFIG} with absolute paths, or null
 * @param variables the values of the file's variables that are set; may be secret, and is not
 *     printed
 * @param here whether the file was found in the current folder: such a one may have come along with
 *     that, and has to be trusted before it runs programs or uses credentials
 * @param proxies what the shell says of proxies
 * @param environment what credential plug-ins run with; may be secret, and is not printed
 */
public record Caller(
    @Nullable String kubeconfig,
    Map<String, String> variables,
    boolean here,
    ProxyVariables proxies,
    ShellEnvironment environment) {
  /** Copies the variables, so that a caller never changes. */
  public Caller {
    variables = Map.copyOf(variables);
  }

  /** A caller that lends no environment. */
  public Caller(
      @Nullable String kubeconfig,
      Map<String, String> variables,
      boolean here,
      ProxyVariables proxies) {
    this(kubeconfig, variables, here, proxies, ShellEnvironment.NONE);
  }

  /** A caller without proxies. */
  public Caller(@Nullable String kubeconfig, Map<String, String> variables, boolean here) {
    this(kubeconfig, variables, here, ProxyVariables.NONE);
  }

  /** A caller whose file uses no variables. */
  public Caller(@Nullable String kubeconfig, ProxyVariables proxies) {
    this(kubeconfig, Map.of(), false, proxies);
  }

  /** A caller whose file uses no variables, and without proxies. */
  public Caller(@Nullable String kubeconfig) {
    this(kubeconfig, ProxyVariables.NONE);
  }

  /** Returns the same caller with further variables; those that it has stay as they are. */
  public Caller knowing(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(more);
    all.putAll(variables);
    return new Caller(kubeconfig, all, here, proxies, environment);
  }

  /** Returns the same caller with another kubeconfig. */
  public Caller under(@Nullable String other) {
    return new Caller(other, variables, here, proxies, environment);
  }

  /** Returns the same caller with an environment for credential plug-ins. */
  public Caller lending(ShellEnvironment lent) {
    return new Caller(kubeconfig, variables, here, proxies, lent);
  }

  @Override
  public String toString() {
    return "kubeconfig %s, variables %s".formatted(kubeconfig, variables.keySet());
  }

  /**
   * Returns the caller as it may be on disk: with no more of its environment than is plain, and
   * without the passwords of proxies.
   */
  public Caller kept() {
    return new Caller(kubeconfig, variables, here, proxies.kept(), environment.kept());
  }

  /** Returns the caller as it travels; what is kept of it, see {@link #kept}. */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("kubeconfig", kubeconfig);
    if (!variables.isEmpty()) {
      json.put("variables", new TreeMap<>(variables));
    }
    if (here) {
      json.put("here", true);
    }
    if (!proxies.equals(ProxyVariables.NONE)) {
      json.put("proxies", proxies.toJson());
    }
    if (!environment.variables().isEmpty()) {
      json.put("environment", environment.toJson());
    }
    return json.build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static Caller from(JsonObject json) {
    JsonObject proxies = json.findObject("proxies");
    JsonObject environment = json.findObject("environment");
    return new Caller(
        json.findText("kubeconfig"),
        json.textMap("variables"),
        json.flag("here", false),
        proxies == null ? ProxyVariables.NONE : ProxyVariables.from(proxies),
        environment == null ? ShellEnvironment.NONE : ShellEnvironment.from(environment));
  }
}
