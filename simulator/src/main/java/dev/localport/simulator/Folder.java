package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/**
 * Where the simulator leaves what its users need, readable by its own user alone, until it ends:
 * {@code kubeconfig} and {@code control}.
 */
final class Folder implements AutoCloseable {
  private final Path folder;
  private final boolean made;

  /** Takes a folder, and makes it if it is not there. */
  Folder(Path folder) throws IOException {
    this.folder = folder;
    this.made = !Files.exists(folder);
    if (made) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  Path control() {
    return folder.resolve("control");
  }

  /** Writes the kubeconfig: context {@code demo} with a token, {@code demo-cert} without. */
  void writeKubeconfig(int port, String token, Authority authority) throws IOException {
    Authority.Identity user = authority.client("demo");
    write(
        kubeconfig(),
        """
        apiVersion: v1
        kind: Config
        current-context: demo
        clusters:
          - name: demo
            cluster:
              server: https://127.0.0.1:%d
              certificate-authority-data: %s
        users:
          - name: demo
            user:
              token: %s
          - name: demo-cert
            user:
              client-certificate-data: %s
              client-key-data: %s
        contexts:
          - name: demo
            context: { cluster: demo, user: demo, namespace: demo }
          - name: demo-cert
            context: { cluster: demo, user: demo-cert, namespace: demo }
        """
            .formatted(
                port,
                base64(authority.own().certificatePem()),
                token,
                base64(user.certificatePem()),
                base64(user.keyPem())));
  }

  /** Writes the control port's URL. */
  void writeControl(String url) throws IOException {
    write(control(), url + "\n");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  /** Removes what was written, and the folder if it was made here and holds nothing else. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(kubeconfig());
    Files.deleteIfExists(control());
    if (made) {
      try (var left = Files.list(folder)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }
}
