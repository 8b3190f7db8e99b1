package dev.localport.daemon.kube;

import dev.localport.api.ShellEnvironment;
import dev.localport.daemon.kube.client.ShellIdentity;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment that shells lend to the credential plug-ins of one file or command line: that of
 * the last shell that loaded or started it. Thread-safe.
 */
public final class ShellLoan {
  private volatile Lent lent = new Lent(ShellEnvironment.NONE);

  private static final class Lent {
    private final ShellEnvironment environment;
    private final Map<String, String> variables;
    private final ShellIdentity identity;

    Lent(ShellEnvironment environment) {
      this.environment = environment;
      this.variables = all(environment);
      this.identity = ShellIdentity.of(variables);
    }
  }

  /* Of an environment that outlived a daemon there is only a part. */
  private static Map<String, String> all(ShellEnvironment environment) {
    if (environment.whole()) {
      return environment.variables();
    }
    Map<String, String> all = new TreeMap<>(System.getenv());
    all.putAll(environment.variables());
    return Map.copyOf(all);
  }

  /** Takes an environment in the place of the one before; one without variables changes nothing. */
  public void lend(ShellEnvironment environment) {
    if (!environment.variables().isEmpty()) {
      lent = new Lent(environment);
    }
  }

  /**
   * Takes an environment where none is whole: the daemon was restarted, and this is the first shell
   * since. What outlived the restart stays: it is the source's own.
   */
  public void lendToOrphan(ShellEnvironment environment) {
    ShellEnvironment known = lent.environment;
    if (!known.whole() && environment.whole()) {
      Map<String, String> both = new TreeMap<>(environment.variables());
      both.putAll(known.variables());
      lent = new Lent(new ShellEnvironment(both, environment.lender(), true));
    }
  }

  /** Returns all variables that a plug-in or another program of the user runs with. */
  public Map<String, String> variables() {
    return lent.variables;
  }

  ShellIdentity identity() {
    return lent.identity;
  }

  /** Says whose environment it is, for people. */
  public String lender() {
    ShellEnvironment environment = lent.environment;
    if (environment.whole()) {
      return environment.lender();
    }
    return environment.variables().isEmpty()
        ? "the daemon"
        : "the daemon, with %d variables that were kept of %s"
            .formatted(environment.variables().size(), environment.lender());
  }

  @Override
  public String toString() {
    return lender(); // the values may be secret
  }
}
