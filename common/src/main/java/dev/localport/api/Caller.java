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
 * @param variables what the file's variables hold, as far as they are set; may be secret, and is
 *     not printed
 * @param here whether the file was found in the current folder: such a one may have come along with
 *     that, and has to be trusted before it runs programs or uses credentials
 * @param proxies what the shell says of proxies
 */
public record Caller(
    @Nullable String kubeconfig,
    Map<String, String> variables,
    boolean here,
    ProxyVariables proxies) {
  /** Copies the variables, so that a caller never changes. */
  public Caller {
    variables = Map.copyOf(variables);
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

  /** Returns the same caller with another kubeconfig. */
  public Caller under(@Nullable String other) {
    return new Caller(other, variables, here, proxies);
  }

  @Override
  public String toString() {
    return "kubeconfig %s, variables %s".formatted(kubeconfig, variables.keySet());
  }

  /** Returns the caller as it travels and is kept. */
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
    return json.build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static Caller from(JsonObject json) {
    JsonObject proxies = json.findObject("proxies");
    return new Caller(
        json.findText("kubeconfig"),
        json.textMap("variables"),
        json.flag("here", false),
        proxies == null ? ProxyVariables.NONE : ProxyVariables.from(proxies));
  }
}
