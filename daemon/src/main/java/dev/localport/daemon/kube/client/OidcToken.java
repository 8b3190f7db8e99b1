package dev.localport.daemon.kube.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.FailureKind;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.OpenIDConnectionUtils;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The old {@code auth-provider: oidc} of a kubeconfig: the id token, renewed with the refresh token
 * when it has expired or was refused, and written back: see {@link OidcFile}. Thread-safe; callers
 * that need a token wait for one renewal, which its own time limit ends.
 */
final class OidcToken implements TokenSource {
  private static final int TIMEOUT_SECONDS = 15;

  private final Config config;
  private final HttpClient.Factory http;
  private final Kubeconfig.Located<AuthInfo> user;
  private final ReentrantLock renewing = new ReentrantLock();

  @GuardedBy("renewing")
  private Map<String, String> settings;

  private volatile boolean refused;

  /**
   * Renews tokens over a kind of clients.
   *
   * @param user where the settings stand: new tokens are written there
   */
  OidcToken(
      Config config,
      Map<String, String> settings,
      HttpClient.Factory http,
      Kubeconfig.Located<AuthInfo> user) {
    this.config = config;
    this.settings = Map.copyOf(settings);
    this.http = http;
    this.user = user;
    config.setAuthProvider(new AuthProviderConfig(new HashMap<>(settings), "oidc"));
  }

  @Override
  public @Nullable String token() throws KubeException {
    try {
      renewing.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("it was interrupted", e);
    }
    try {
      if (refused || OpenIDConnectionUtils.idTokenExpired(config)) {
        renew();
        refused = false;
      }
      return settings.get(OidcFile.ID_TOKEN);
    } finally {
      renewing.unlock();
    }
  }

  @GuardedBy("renewing")
  private void renew() throws KubeException {
    Map<String, String> asked = new HashMap<>(settings);
    asked.put("idp-certificate-authority-data", OidcTrust.authorities(settings, user));
    HttpClient.Builder client = http.newBuilder();
    var _ = client.tag(config.getRequestConfig()); // no retries: waiting callers have their own
    try {
      String token =
          OpenIDConnectionUtils.resolveOIDCTokenFromAuthConfig(config, asked, client)
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      keep(token);
    } catch (ExecutionException | TimeoutException e) {
      throw failure(
          e instanceof TimeoutException ? "no answer" : String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("it was interrupted", e);
    }
  }

  /* The library leaves what came in the provider's settings; a refresh token may stay the same. */
  @GuardedBy("renewing")
  private void keep(@Nullable String token) throws KubeException {
    if (token == null || token.equals(settings.get(OidcFile.ID_TOKEN))) {
      throw failure("the identity provider returned no new one; log in again", null);
    } else if (HeaderValue.isBroken(token)) {
      throw failure("it has " + HeaderValue.BROKEN, null);
    }
    Map<String, String> renewed = new HashMap<>(settings);
    config
        .getAuthProvider()
        .getConfig()
        .forEach((key, value) -> {
          if (value != null) {
            renewed.put(key, value);
          }
        });
    renewed.put(OidcFile.ID_TOKEN, token);
    config.setAuthProvider(new AuthProviderConfig(new HashMap<>(renewed), "oidc"));
    Path file = user.file();
    if (file != null && !renewed.equals(settings)) {
      OidcFile.write(file, settings, renewed);
    }
    settings = Map.copyOf(renewed);
  }

  private static KubeException failure(String why, @Nullable Throwable cause) {
    return new KubeException(
        FailureKind.CREDENTIALS, "the OIDC token could not be renewed: " + why, cause);
  }

  @Override
  public void refused() {
    refused = true;
  }
}
