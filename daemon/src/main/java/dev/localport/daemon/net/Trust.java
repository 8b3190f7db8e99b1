package dev.localport.daemon.net;

import dev.localport.paths.RegularFile;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Says whom LocalPort trusts: as an API server, and as an HTTPS proxy in front of one.
 *
 * <p>Where the kubeconfig names a certificate authority, the API server is trusted by that one and
 * no other, as with client-go. Java's own, a hundred and more for each context, would let others in
 * and take a megabyte.
 *
 * <p>An HTTPS proxy is trusted by Java's CAs, the machine's, those of {@code SSL_CERT_FILE}, and
 * the CA of the cluster. The last one because client-go accepts it, too: if kubectl works behind
 * the proxy, nothing more is needed here. The machine's because a Java often brings a list of its
 * own, without the CA of a company. A proxy is verified even where the kubeconfig says that the
 * server is not: it gets a password.
 */
public final class Trust {
  /** Where Linux distributions keep their CAs (Go: crypto/x509/root_linux.go). */
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private Trust() {}

  /**
   * Returns what checks an API server's certificate.
   *
   * @param authority PEM certificates of the authorities to trust; null: those of Java
   * @throws GeneralSecurityException if there is no certificate in them
   */
  public static TrustManager server(byte @Nullable [] authority)
      throws IOException, GeneralSecurityException {
    if (authority == null) {
      return managers(null)[0];
    }
    KeyStore named = emptyStore();
    add(named, certificates(authority));
    if (named.size() == 0) {
      throw new CertificateException("certificate-authority contains no certificate");
    }
    return managers(named)[0];
  }

  /** Returns what takes any certificate: {@code insecure-skip-tls-verify}. */
  public static TrustManager anyServer() {
    return InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0];
  }

  /**
   * Returns what TLS to a proxy is made with.
   *
   * @param file additional PEM certificates to trust, or null
   * @param cluster trusts the API server, or null
   * @throws IOException if {@code file} cannot be read
   */
  public static SslContext proxy(@Nullable String file, @Nullable TrustManager cluster)
      throws IOException, GeneralSecurityException {
    KeyStore all = emptyStore();
    add(all, issuers(managers(null)[0]));
    for (String bundle : BUNDLES) {
      if (Files.isReadable(Path.of(bundle))) {
        add(all, certificates(Path.of(bundle)));
        break;
      }
    }
    if (file != null) {
      add(all, certificates(Path.of(file)));
    }
    add(all, cluster == null ? List.of() : issuers(cluster));
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .endpointIdentificationAlgorithm("HTTPS")
        .trustManager(managers(all)[0])
        .build();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static List<Certificate> issuers(TrustManager manager) {
    return manager instanceof X509TrustManager x509
        ? List.of(x509.getAcceptedIssuers())
        : List.of();
  }

  private static List<Certificate> certificates(Path pem)
      throws IOException, GeneralSecurityException {
    return certificates(RegularFile.bytes(pem, RegularFile.CREDENTIALS));
  }

  private static List<Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    InputStream in = new ByteArrayInputStream(pem);
    return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
  }

  private static void add(KeyStore store, List<Certificate> certificates)
      throws GeneralSecurityException {
    for (Certificate certificate : certificates) {
      if (certificate instanceof X509Certificate) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
    }
  }
}
