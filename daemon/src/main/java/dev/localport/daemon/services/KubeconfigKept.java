package dev.localport.daemon.services;

import dev.localport.daemon.state.DesiredState;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule for a file that is loaded under another {@code $KUBECONFIG}: what runs is never moved to
 * another cluster by that, and a file has one kubeconfig. So it keeps the one it has while a
 * service that uses it runs, and the user gets a note.
 */
final class KubeconfigKept {
  private KubeconfigKept() {}

  /**
   * Returns a source as it is to be taken.
   *
   * @param source the file as it was read for a caller
   * @param before what it was taken as before, or null
   * @param running services that run, or are to run once their file is there
   */
  static LoadedSource apply(
      LoadedSource source, DesiredState.@Nullable Source before, Collection<String> running) {
    List<String> held =
        source.usersOfCallersKubeconfig().stream().filter(running::contains).toList();
    if (before == null || held.isEmpty()) {
      return source;
    }
    String old = path(before.kubeconfig());
    String other = path(source.origin().kubeconfig());
    return old.equals(other)
        ? source
        : source.under(
            before.kubeconfig(),
            "the services of %s keep the kubeconfig that they run with (%s), not the one of this command (%s); to switch, stop them first: localport stop %s"
                .formatted(source.file(), old, other, String.join(" ", held)));
  }

  private static String path(@Nullable String kubeconfig) {
    return kubeconfig == null
        ? Path.of(System.getProperty("user.home"), ".kube", "config").toString()
        : kubeconfig;
  }
}
