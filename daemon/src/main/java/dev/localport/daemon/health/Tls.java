package dev.localport.daemon.health;

import dev.localport.paths.RegularFile;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a check trusts a server. Everything is read again each time: a file of certificates may have
 * changed, and a check is rare.
 *
 * @param verify whether certificate and host name are checked
 * @param caFile the CAs that can sign it, or null for those that Java trusts
 */
record Tls(boolean verify, @Nullable Path caFile) {

  /**
   * Returns it for what the configuration says.
   *
   * @param folder where a relative path starts; null: this process's own
   */
  static Tls of(boolean verify, @Nullable String caFile, @Nullable Path folder) {
    if (caFile == null) {
      return new Tls(verify, null);
    }
    Path path =
        caFile.startsWith("~/")
            ? Path.of(System.getProperty("user.home"), caFile.substring(2))
            : Path.of(caFile);
    return new Tls(verify, folder == null ? path : folder.resolve(path).normalize());
  }

  /** Shakes hands over a connected socket; the name is checked and sent along (SNI). */
  Socket over(Socket plain, String host) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted(), null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
    if (verify) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private TrustManager @Nullable [] trusted() throws IOException, GeneralSecurityException {
    if (!verify) {
      return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
    }
    if (caFile == null) {
      return null; // those that Java trusts
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate certificate : certificates(caFile)) {
      store.setCertificateEntry("ca" + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<Certificate> all;
    try (InputStream in =
        new ByteArrayInputStream(RegularFile.bytes(file, RegularFile.CREDENTIALS))) {
      all = new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
    } catch (NoSuchFileException e) {
      throw new GeneralSecurityException("ca_file %s does not exist".formatted(file), e);
    } catch (IOException | GeneralSecurityException e) {
      throw new GeneralSecurityException(
          "ca_file %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    if (all.isEmpty()) {
      throw new GeneralSecurityException("ca_file %s contains no certificate".formatted(file));
    }
    return all;
  }
}
