package dev.localport.daemon.net;

import dev.localport.simulator.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority for servers of tests, which are called localhost and 127.0.0.1. */
public final class TestAuthority {
  private static final char[] NO_PASSWORD = {};

  private final Authority authority = new Authority(Instant.now());

  /** Returns what a server of its needs. */
  public SSLContext server() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(serverKeys().getKeyManagers(), null, null);
    return context;
  }

  /** Returns the certificate and the key of a server of its. */
  public KeyManagerFactory serverKeys() throws IOException, GeneralSecurityException {
    return keys(authority.server());
  }

  /** Returns a server's certificate and key as Java's TLS takes them. */
  static KeyManagerFactory keys(Authority.Identity identity)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.key(), NO_PASSWORD, new Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys;
  }

  /** Writes its own certificate. */
  public void writeTo(Path file) throws IOException {
    Files.writeString(file, authority.own().certificatePem());
  }
}
