package dev.localport.daemon.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Says what an API server is trusted by. Where the kubeconfig names a certificate authority it is
 * that one and no other, as with client-go. The Kubernetes client would add Java's own, a hundred
 * and more for each context: they let others in, and take a megabyte.
 */
final class ClusterTrust {
  private ClusterTrust() {}

  /**
   * Returns what checks the server's certificate.
   *
   * @throws IOException if the authority cannot be decoded
   * @throws GeneralSecurityException if there is no certificate in what the kubeconfig names
   */
  static TrustManager[] of(Config config) throws IOException, GeneralSecurityException {
    if (config.isTrustCerts() || !isNamed(config)) {
      return SSLUtils.trustManagers(config);
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = CertUtils.getInputStreamFromDataOrFile(config.getCaCertData(), null)) {
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
    }
    if (store.size() == 0) {
      throw new CertificateException("certificate-authority holds no certificate");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static boolean isNamed(Config config) {
    String data = config.getCaCertData();
    return data != null && !data.isEmpty();
  }
}
