package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at the certificate that a context presents: a server's 401 does not say that it has
 * expired.
 */
final class ClientCertificate {
  private ClientCertificate() {}

  /** Returns when the certificate expired, if it has one and it did. */
  static Optional<Instant> findExpiry(Config config, Instant now) {
    return findEnd(config).filter(now::isAfter);
  }

  /** Returns when the certificate ends, if it has one. */
  static Optional<Instant> findEnd(Config config) {
    if (config.getClientCertData() == null) {
      return Optional.empty();
    }
    try (InputStream pem =
        CertUtils.getInputStreamFromDataOrFile(config.getClientCertData(), null)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      return Optional.of(certificate.getNotAfter().toInstant());
    } catch (IOException | CertificateException e) {
      return Optional.empty(); // only a better word for a refusal that is certain
    }
  }
}
