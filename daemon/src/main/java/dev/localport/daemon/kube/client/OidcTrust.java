package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Trust;
import dev.localport.paths.RegularFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What an identity provider is trusted by: the kubeconfig's {@code idp-certificate-authority}, else
 * the authorities that Java trusts, as for kubectl the system's. Never the cluster's own, which has
 * nothing to say about it.
 */
final class OidcTrust {
  private OidcTrust() {}

  /**
   * Returns the certificates, in base64 of their PEM.
   *
   * @throws KubeException if they cannot be read
   */
  static String authorities(Map<String, String> settings, Kubeconfig.Located<?> user)
      throws KubeException {
    String inline = settings.getOrDefault("idp-certificate-authority-data", "");
    String file = user.resolve(settings.get("idp-certificate-authority"));
    if (!inline.isEmpty()) {
      return inline;
    }
    try {
      return Base64.getEncoder().encodeToString(pem(file));
    } catch (IOException | GeneralSecurityException e) {
      throw new KubeException(
          FailureKind.CREDENTIALS,
          "the certificates for the identity provider (%s) cannot be read: %s"
              .formatted(file == null ? "those that Java trusts" : file, e.getMessage()),
          e);
    }
  }

  private static byte[] pem(@Nullable String file) throws IOException, GeneralSecurityException {
    if (file != null) {
      return RegularFile.bytes(Path.of(file), RegularFile.CREDENTIALS);
    }
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    ByteArrayOutputStream pem = new ByteArrayOutputStream();
    if (Trust.server(null) instanceof X509TrustManager known) {
      for (X509Certificate certificate : known.getAcceptedIssuers()) {
        pem.writeBytes(ascii("-----BEGIN CERTIFICATE-----\n"));
        pem.writeBytes(lines.encode(certificate.getEncoded()));
        pem.writeBytes(ascii("\n-----END CERTIFICATE-----\n"));
      }
    }
    return pem.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
