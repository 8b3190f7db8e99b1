package dev.localport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Copies of a kubeconfig with one thing changed. */
public final class Kubeconfigs {
  private Kubeconfigs() {}

  /**
   * Returns a copy of {@code original} in which {@code line} (a regular expression) reads
   * otherwise.
   */
  public static Path changed(Path original, Path folder, String line, String otherwise)
      throws IOException {
    String text = Files.readString(original);
    String changed = text.replaceAll(line, otherwise);
    if (changed.equals(text)) {
      throw new AssertionError("nothing in %s is like %s".formatted(original, line));
    }
    return Files.writeString(Files.createTempFile(folder, "kube", ".yaml"), changed);
  }

  /**
   * Returns a copy with other contexts, which all lead to its cluster with its user; the first one
   * is the current one.
   *
   * @param namespaces of the contexts, by their names
   */
  static Path contexts(Path original, Path folder, SequencedMap<String, String> namespaces)
      throws IOException {
    String cluster = value(original, "cluster");
    String user = value(original, "user");
    StringBuilder contexts = new StringBuilder("contexts:");
    namespaces.forEach((name, namespace) ->
        contexts.append(
            "\n- {name: %s, context: {cluster: %s, user: %s, namespace: %s}}"
                .formatted(name, cluster, user, namespace)));
    Path current =
        changed(
            original,
            folder,
            "current-context: \\S+",
            "current-context: " + namespaces.firstEntry().getKey());
    return changed(current, folder, "contexts:(\n[- ].*)+", contexts.toString());
  }

  /** Returns a copy whose token comes from a credential plug-in, a script beside it. */
  static Path plugin(Path original, Path folder) throws IOException {
    Path script =
        Files.writeString(
            Files.createTempFile(folder, "plug-in", ".sh"),
            """
            echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",'
            echo '"status": {"token": "%s"}}'
            """
                .formatted(token(original)));
    return changed(
        original,
        folder,
        "token: \\S+",
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [\"%s\"],"
                .formatted(script)
            + " interactiveMode: Never}");
  }

  /** Returns a copy in which a token stands instead of a certificate. */
  public static Path withToken(Path original, Path folder, String token) throws IOException {
    Path without = changed(original, folder, "client-key-data: \\S+", "");
    return changed(without, folder, "client-certificate-data: \\S+", "token: " + token);
  }

  /** Returns a copy whose token stands in a file beside it. */
  static Path tokenFile(Path original, Path folder) throws IOException {
    Path file =
        Files.writeString(Files.createTempFile(folder, "token", ""), token(original) + "\n");
    return changed(original, folder, "token: \\S+", "tokenFile: " + file);
  }

  private static String token(Path kubeconfig) throws IOException {
    return value(kubeconfig, "token");
  }

  private static String value(Path kubeconfig, String key) throws IOException {
    Matcher value = Pattern.compile(key + ": (\\S+)").matcher(Files.readString(kubeconfig));
    if (!value.find()) {
      throw new AssertionError("no %s in %s".formatted(key, kubeconfig));
    }
    return value.group(1);
  }

  /** Returns the URL of the API server. */
  public static String server(Path kubeconfig) throws IOException {
    return value(kubeconfig, "server");
  }

  /** Returns the certificate of the authority, in PEM. */
  public static byte[] authority(Path kubeconfig) throws IOException {
    return Base64.getDecoder().decode(value(kubeconfig, "certificate-authority-data"));
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
  public static Path presenting(Path original, Path folder, Path certificate, Path key)
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
