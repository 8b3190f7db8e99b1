package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ForeignText;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds where a context's token comes from, where that is no credential plug-in. */
final class Tokens {
  private static final String OIDC = "oidc";

  private Tokens() {}

  /**
   * Returns it.
   *
   * @throws KubeException if it cannot be used
   */
  static TokenSource of(Kubeconfig.Entry entry, HttpClients http) throws KubeException {
    AuthInfo user = entry.user().entry();
    String token = user.getToken();
    String file = entry.user().resolve(user.getTokenFile());
    AuthProviderConfig provider = user.getAuthProvider();
    if (file != null) {
      return new TokenFile(Path.of(file)); // client-go: the file goes before the token
    }
    if (token != null && !token.isEmpty()) {
      if (HeaderValue.isBroken(token)) {
        throw new KubeException(
            FailureKind.CREDENTIALS,
            "the token of context %s has %s; correct it in the kubeconfig"
                .formatted(entry.name(), HeaderValue.BROKEN));
      }
      return () -> token;
    }
    return provider == null ? TokenSource.NONE : of(entry, provider, http);
  }

  /** Returns whether an entry has a token, or something that gives one. */
  static boolean areIn(AuthInfo user) {
    return user.getExec() != null
        || user.getAuthProvider() != null
        || !isEmpty(user.getToken())
        || !isEmpty(user.getTokenFile());
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private static TokenSource of(
      Kubeconfig.Entry entry, AuthProviderConfig provider, HttpClients http) throws KubeException {
    if (OIDC.equals(provider.getName())) {
      if (provider.getConfig() == null) {
        return TokenSource.NONE;
      }
      return new OidcToken(
          ClientConfig.of(entry, null), provider.getConfig(), http.over(null), entry.user());
    }
    throw new KubeException(
        FailureKind.CREDENTIALS,
        "context %s logs in with auth-provider: %s, which Kubernetes has removed; %s"
            .formatted(
                entry.name(),
                ForeignText.line(String.valueOf(provider.getName())),
                remedy(String.valueOf(provider.getName()))));
  }

  private static String remedy(String provider) {
    return switch (provider) {
      case "gcp" ->
          "install gke-gcloud-auth-plugin, then run: gcloud container clusters get-credentials"
              + " CLUSTER";
      case "azure" -> "install kubelogin, then run: kubelogin convert-kubeconfig";
      default -> "use a credential plug-in (exec) instead";
    };
  }
}
