package dev.localport.paths;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which configuration files the user has reviewed and trusts, as they were then: a file that
 * changes has to be trusted again. One writer at a time.
 *
 * @param file where that is kept, in a folder of the user's own
 */
public record TrustedFiles(Path file) {
  /** How many are kept; the one that was trusted first goes. */
  static final int MOST = 1000;

  /** Returns whether the user trusts a file with this content. */
  public boolean isTrusted(Path configuration, byte[] content) throws IOException {
    return hash(content).equals(read().get(name(configuration)));
  }

  /**
   * Keeps that the user trusts a file with this content.
   *
   * @throws IOException if it cannot be kept
   */
  public void trust(Path configuration, byte[] content) throws IOException {
    Map<String, @Nullable Object> trusted = read();
    trusted.remove(name(configuration));
    trusted.put(name(configuration), hash(content));
    Iterator<String> oldest = trusted.keySet().iterator();
    while (trusted.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
    JsonObject json = JsonObject.builder().put("files", trusted).build();
    AtomicFile.write(file, json.toPrettyString() + "\n");
  }

  /* What cannot be read trusts nothing: asking the user again does no harm. */
  private Map<String, @Nullable Object> read() throws IOException {
    try {
      JsonObject files =
          JsonObject.parse(RegularFile.text(file, RegularFile.OWN)).findObject("files");
      return new LinkedHashMap<>(files == null ? Map.of() : files.asMap());
    } catch (NoSuchFileException | RpcException _) {
      return new LinkedHashMap<>();
    }
  }

  /* Links are followed, so that one file has one name. */
  private static String name(Path configuration) throws IOException {
    return configuration.toRealPath().toString();
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
