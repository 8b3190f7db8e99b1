package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.api.model.ExecConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The local ports on which credential plug-ins wait for a browser to come back from a login. While
 * something else listens there, a login is not possible.
 */
final class LoginPorts {
  private static final List<Integer> OIDC_LOGIN = List.of(8000, 18000); // int128/kubelogin
  private static final List<Integer> GCLOUD = List.of(8085);

  private LoginPorts() {}

  /** Returns the ports that a plug-in is known to use; empty for most. */
  static List<Integer> of(ExecConfig exec) {
    List<String> words = new ArrayList<>();
    words.add(name(exec.getCommand()));
    if (exec.getArgs() != null) {
      words.addAll(exec.getArgs());
    }
    if (words.contains("oidc-login") || words.contains("kubectl-oidc_login")) {
      return OIDC_LOGIN;
    }
    boolean google = words.contains("gke-gcloud-auth-plugin") || words.getFirst().equals("gcloud");
    return google ? GCLOUD : List.of();
  }

  private static String name(@Nullable String command) {
    Path name = command == null ? null : Path.of(command).getFileName();
    return name == null ? "" : name.toString();
  }
}
