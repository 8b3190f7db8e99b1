package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.OpenIDConnectionUtils;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The old {@code auth-provider: oidc} of a kubeconfig: the id token, renewed with the refresh token
 * when it has expired. Thread-safe.
 */
final class OidcToken implements TokenSource {
  private static final String ID_TOKEN = "id-token";
  private static final int TIMEOUT_SECONDS = 15;

  private final Config config;
  private final Map<String, String> settings;
  private final HttpClient.Factory http;
  private @Nullable String renewed;

  OidcToken(Config config, Map<String, String> settings, HttpClient.Factory http) {
    this.config = config;
    this.settings = Map.copyOf(settings);
    this.http = http;
  }

  @Override
  public synchronized @Nullable String token() throws KubeException {
    if (renewed != null) {
      return renewed;
    }
    if (!OpenIDConnectionUtils.idTokenExpired(config)) {
      return settings.get(ID_TOKEN);
    }
    try {
      renewed =
          OpenIDConnectionUtils.resolveOIDCTokenFromAuthConfig(config, settings, http.newBuilder())
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return renewed;
    } catch (ExecutionException | TimeoutException e) {
      throw new KubeException(
          FailureKind.CREDENTIALS, "the OIDC token could not be renewed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubeException(FailureKind.CREDENTIALS, "the OIDC token could not be renewed", e);
    }
  }

  @Override
  public synchronized void refused() {
    renewed = null;
  }
}
