package dev.localport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Copies of a kubeconfig with one thing wrong. */
final class Kubeconfigs {
  private Kubeconfigs() {}

  /**
   * Returns a copy of {@code original} in which {@code line} (a regular expression) reads
   * otherwise.
   */
  static Path changed(Path original, Path folder, String line, String otherwise)
      throws IOException {
    String text = Files.readString(original);
    String changed = text.replaceAll(line, otherwise);
    if (changed.equals(text)) {
      throw new AssertionError("nothing in %s is like %s".formatted(original, line));
    }
    return Files.writeString(Files.createTempFile(folder, "kube", ".yaml"), changed);
  }

  /** Returns a copy that trusts the given certificate alone. */
  static Path trusting(Path original, Path folder, Path certificate) throws IOException {
    String data = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
    return changed(
        original,
        folder,
        "certificate-authority-data: \\S+",
        "certificate-authority-data: " + data);
  }

  /** Returns a copy that presents the given certificate. */
  static Path presenting(Path original, Path folder, Path certificate, Path key)
      throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    Path one =
        changed(
            original,
            folder,
            "client-certificate-data: \\S+",
            "client-certificate-data: " + base64.encodeToString(Files.readAllBytes(certificate)));
    return changed(
        one,
        folder,
        "client-key-data: \\S+",
        "client-key-data: " + base64.encodeToString(Files.readAllBytes(key)));
  }
}
