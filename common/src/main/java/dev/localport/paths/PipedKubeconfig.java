package dev.localport.paths;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A kubeconfig that came through a pipe, as with {@code KUBECONFIG=<(vault read …)}. The pipe
 * exists for the command alone, and can be read once. So the command puts the content into the
 * state folder, where the daemon reads it like any other kubeconfig, and drops it when no service
 * uses it.
 */
public final class PipedKubeconfig {
  private static final int HASH_LENGTH = 16;

  private PipedKubeconfig() {}

  /**
   * Keeps the content in a file, mode 0600; the same content is the same file.
   *
   * @param folder is created if it is missing
   */
  public static Path keep(Path folder, byte[] content) throws IOException, PathProblem {
    PrivateFolder.create(folder);
    Path file =
        folder.resolve("pipe-" + hash(new String(content, StandardCharsets.UTF_8)) + ".yaml");
    Path grown = Files.createTempFile(folder, "pipe-", ".tmp"); // with mode 0600
    try {
      Path _ = Files.write(grown, content);
      Path _ = Files.move(grown, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      boolean _ = Files.deleteIfExists(grown);
    }
    return file;
  }

  /** Returns a short name for a text, which reveals no password. */
  public static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
