package dev.localport.daemon.health;

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
final class TestAuthority {
  private static final char[] NO_PASSWORD = {};

  private final Authority authority = new Authority(Instant.now());

  /** Returns what a server of its needs. */
  SSLContext server() throws IOException, GeneralSecurityException {
    Authority.Identity identity = authority.server();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.key(), NO_PASSWORD, new Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Writes its own certificate. */
  void writeTo(Path file) throws IOException {
    Files.writeString(file, authority.own().certificatePem());
  }
}
