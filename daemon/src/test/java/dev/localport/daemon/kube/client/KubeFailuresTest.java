package dev.localport.daemon.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.ClusterBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class KubeFailuresTest {
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBcjCCARegAwIBAgIUEpPDstchFS7e/NVvoAj9lu3usZYwCgYIKoZIzj0EAwIw
      DjEMMAoGA1UEAwwDZXZlMB4XDTI2MTEyMzE5MDcwNloXDTI2MTEyNDE5MDcwNlow
      DjEMMAoGA1UEAwwDZXZlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUzO3yxVd
      E7yvIFZ4A08qCNJKH2lpCJLjNiiAVIiphVIb9on0dOAnLqC4jeUzqZcZT1lyvLOR
      hYXOhrUNE5/45KNTMFEwHQYDVR0OBBYEFELt+MpqPAqOK05gBAFRiytDDlaoMB8G
      A1UdIwQYMBaAFELt+MpqPAqOK05gBAFRiytDDlaoMA8GA1UdEwEB/wQFMAMBAf8w
      CgYIKoZIzj0EAwIDSQAwRgIhAP30O6I8cbL7B/883OKMqYMdtPOfDyrbpxNoerdm
      wIENAiEA0RCsCflDhitLFtBIIKHJCKF9IlkOlJzR5Qe1JNKbkig=
      -----END CERTIFICATE-----
      """;

  private final ApiClient context = context(new AuthInfo(), InstantSource.system());

  private static ApiClient context(AuthInfo user, InstantSource clock) {
    try {
      return new ApiClient(
          new Kubeconfig.Entry(
              "dev",
              "shop",
              "c",
              new Kubeconfig.Located<>(
                  new ClusterBuilder().withServer("https://k8s:6443").build(), Path.of("/")),
              new Kubeconfig.Located<>(user, Path.of("/"))),
          ProxyVariables.NONE,
          endpoint -> {
            throw new AssertionError("there is no proxy");
          },
          tls -> {
            throw new AssertionError("no client is needed");
          },
          clock);
    } catch (KubeException e) {
      throw new AssertionError("no file is read", e);
    }
  }

  private Failure of(RuntimeException thrown) {
    return KubeFailures.of(context, thrown).failure();
  }

  private Failure of(Throwable cause) {
    return of(new KubernetesClientException("Operation failed", new IOException("wrapped", cause)));
  }

  private static KubernetesClientException answered(int code, String message) {
    Status status =
        new StatusBuilder().withStatus("Failure").withCode(code).withMessage(message).build();
    return new KubernetesClientException("Failure executing: GET", code, status);
  }

  @Test
  void answersOfTheServerHaveTheirKind() {
    assertThat(of(answered(401, "Unauthorized")))
        .isEqualTo(
            new Failure(
                FailureKind.CREDENTIALS,
                "the API server https://k8s:6443 rejected the credentials of context dev"
                    + " (401); log in again"));
    assertThat(of(answered(403, "pods is forbidden")))
        .isEqualTo(new Failure(FailureKind.FORBIDDEN, "forbidden (403): pods is forbidden"));
    assertThat(of(answered(404, "services \"web\" not found")))
        .isEqualTo(new Failure(FailureKind.TARGET_MISSING, "services \"web\" not found"));
    assertThat(of(answered(503, "etcd is away")))
        .isEqualTo(
            new Failure(
                FailureKind.SESSION, "the API server https://k8s:6443 returned 503: etcd is away"));
    assertThat(of(new KubernetesClientException("no status", 500, null)).message())
        .isEqualTo("the API server https://k8s:6443 returned 500: no status");
  }

  @Test
  void aGatewayIsNoApiServerAndItsBanNoMissingPermission() {
    assertThat(of(new KubernetesClientException("Bad Gateway", 502, null)))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "a gateway at https://k8s:6443 cannot reach the API server: Bad Gateway"));
    assertThat(of(new KubernetesClientException("Forbidden", 403, null)))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "something else responds at https://k8s:6443: 403 Forbidden"));
  }

  @Test
  void nobodysRequestIsAboutACertificateThatHasExpired() {
    AuthInfo user =
        new AuthInfoBuilder()
            .withClientCertificateData(
                Base64.getEncoder().encodeToString(CERTIFICATE.getBytes(StandardCharsets.UTF_8)))
            .build();
    KubernetesClientException nobody =
        answered(403, "services is forbidden: User \"system:anonymous\" cannot get services");
    Instant expiry = Instant.parse("2026-11-24T19:07:06Z");

    assertThat(
            KubeFailures.of(context(user, InstantSource.fixed(expiry.plusSeconds(1))), nobody)
                .failure())
        .isEqualTo(
            new Failure(
                FailureKind.CREDENTIALS,
                "the client certificate of context dev expired at 2026-11-24T19:07:06Z;"
                    + " get a new kubeconfig"));
    assertThat(KubeFailures.of(context(user, InstantSource.fixed(expiry)), nobody).failure().kind())
        .isEqualTo(FailureKind.FORBIDDEN);
    assertThat(of(nobody).kind()).isEqualTo(FailureKind.FORBIDDEN);
  }

  @Test
  void noAnswerIsUnreachable() {
    assertThat(of(new ConnectException("Connection refused: k8s/10.0.0.1:6443")))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server https://k8s:6443 cannot be reached: connection refused"));
    assertThat(of(new ExecutionException(new UnknownHostException("k8s"))))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server https://k8s:6443 cannot be reached: its name cannot be resolved"));
    assertThat(of(new IOException("Connection was closed")))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server https://k8s:6443 cannot be reached: Connection was closed"));
    assertThat(of(new KubernetesClientException("timed out", -1, null)).kind())
        .isEqualTo(FailureKind.UNREACHABLE);
    assertThat(of(new IllegalStateException()).message())
        .isEqualTo("the API server https://k8s:6443 cannot be reached: IllegalStateException");
  }

  @Test
  void aLineThatBreaksWhileTlsIsSetUpIsNotAboutTrust() {
    Failure broken =
        new Failure(
            FailureKind.UNREACHABLE,
            "the API server https://k8s:6443 cannot be reached: the connection was lost during the"
                + " TLS handshake");
    for (Throwable why :
        List.of(new IOException("Connection reset"), new ClosedChannelException())) {
      SSLHandshakeException handshake =
          new SSLHandshakeException("Failed to create SSL connection");
      handshake.initCause(why);
      assertThat(of(handshake)).isEqualTo(broken);
    }
    assertThat(of(new SslHandshakeTimeoutException("handshake timed out after 10000ms")))
        .isEqualTo(broken);
  }

  @Test
  void aServerMayRefuseTheClientsCertificate() {
    assertThat(
            of(
                new SSLHandshakeException(
                    "(bad_certificate) Received fatal alert: bad_certificate")))
        .isEqualTo(
            new Failure(
                FailureKind.CREDENTIALS,
                "the API server https://k8s:6443 rejected the client certificate (bad_certificate);"
                    + " get a new kubeconfig"));
    assertThat(of(new SSLHandshakeException("Received fatal alert: handshake_failure")).kind())
        .isEqualTo(FailureKind.CERTIFICATE);
  }

  @Test
  void aCertificateIsAboutTrust() {
    assertThat(of(new SSLHandshakeException("PKIX path building failed")))
        .isEqualTo(
            new Failure(
                FailureKind.CERTIFICATE,
                "the API server https://k8s:6443 is not trusted: no trusted CA signed its"
                    + " certificate;"
                    + " check certificate-authority in the kubeconfig"));
    SSLHandshakeException expired = new SSLHandshakeException("failed");
    expired.initCause(new CertificateExpiredException("NotAfter"));
    assertThat(of(expired))
        .isEqualTo(
            new Failure(
                FailureKind.CERTIFICATE,
                "the certificate of the API server https://k8s:6443 has expired"));
  }
}
