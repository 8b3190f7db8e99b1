package dev.localport.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for the server that the scripts download an archive from, and counts the downloads. */
final class ArchiveServer implements AutoCloseable {
  private final AtomicInteger downloads = new AtomicInteger();
  private final Set<String> others = new HashSet<>();
  private final HttpServer server;
  private final String path;
  private volatile byte[] archive;
  private volatile boolean breaksOff;

  /**
   * Starts it.
   *
   * @param path of the archive: {@code /jdk.tar.gz}
   */
  ArchiveServer(String path, byte[] archive) throws IOException {
    this.path = path;
    this.archive = archive.clone();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        path,
        exchange -> {
          downloads.incrementAndGet();
          try (exchange) {
            exchange.sendResponseHeaders(
                200, breaksOff ? this.archive.length + 1L : this.archive.length);
            exchange.getResponseBody().write(this.archive);
          }
        });
    server.start();
  }

  /** Packs a folder of the test's own as the archives are packed. */
  static byte[] pack(Path temporary, String folder) throws IOException, InterruptedException {
    Path tar = temporary.resolve(folder + ".tar.gz");
    Script pack =
        new Script(Script.executable(temporary.resolve("pack"), "exec tar \"$@\""), temporary);
    assertThat(pack.run("-czf", tar.toString(), folder).exit()).isZero();
    return Files.readAllBytes(tar);
  }

  /** From now on there is this file, too. */
  void serves(String other, byte[] content) {
    if (!others.add(other)) {
      server.removeContext(other);
    }
    byte[] copy = content.clone();
    server.createContext(
        other,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, copy.length == 0 ? -1 : copy.length);
            exchange.getResponseBody().write(copy);
          }
        });
  }

  /** From now on it sends this. */
  void sends(byte[] other) {
    archive = other.clone();
  }

  /** From now on the connection ends before the last byte. */
  void breaksOff() {
    breaksOff = true;
  }

  /** From now on there is no such file. */
  void loses() {
    server.removeContext(path);
  }

  int downloads() {
    return downloads.get();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return base() + path;
  }

  /** The sum of what it sends: {@code SHA-256}. */
  String sum(String algorithm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(archive));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
