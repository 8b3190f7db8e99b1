package dev.localport.daemon.kube;

import dev.localport.api.Caller;
import dev.localport.api.ProxyVariables;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a user's shell decides how clusters are reached.
 *
 * @param kubeconfig one file or several as {@code $KUBECONFIG} lists them; null: {@code
 *     ~/.kube/config}
 * @param said what its variables say of proxies
 * @param loan the environment that credential plug-ins run with
 */
public record KubeShell(@Nullable String kubeconfig, ProxyVariables said, ShellLoan loan) {
  /** A shell that lends no environment: plug-ins run with the daemon's own. */
  public KubeShell(@Nullable String kubeconfig, ProxyVariables proxies) {
    this(kubeconfig, proxies, new ShellLoan());
  }

  /** Returns the shell of a caller, with the environment that it lends. */
  public static KubeShell of(Caller caller) {
    ShellLoan loan = new ShellLoan();
    loan.lend(caller.environment());
    return new KubeShell(caller.kubeconfig(), caller.proxies(), loan);
  }

  /**
   * Returns what the shell says of proxies. Their passwords do not outlive a daemon: after that
   * they are those of the environment that was lent last.
   */
  public ProxyVariables proxies() {
    if (!said.isMasked()) {
      return said;
    }
    ProxyVariables lent = ProxyVariables.of(loan.variables());
    return lent.equals(ProxyVariables.NONE) ? said : lent;
  }

  /** Returns its kubeconfig files, whether they are there or not. */
  public List<Path> files() {
    return files(kubeconfig);
  }

  /** Returns the files that {@code $KUBECONFIG} lists; null: {@code ~/.kube/config}. */
  static List<Path> files(@Nullable String kubeconfig) {
    if (kubeconfig == null || kubeconfig.isBlank()) {
      return List.of(Path.of(System.getProperty("user.home"), ".kube", "config"));
    }
    return Arrays.stream(kubeconfig.split(File.pathSeparator, -1))
        .filter(part -> !part.isBlank())
        .map(Path::of)
        .toList();
  }
}
