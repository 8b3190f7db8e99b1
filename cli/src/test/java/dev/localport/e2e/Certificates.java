package dev.localport.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate and its key, as PEM files, made with the JDK's keytool and the machine's openssl.
 */
record Certificates(Path certificate, Path key) {

  /**
   * Makes a self-signed certificate that is valid for thirty days from {@code start}, such as -90d.
   */
  static Certificates selfSigned(Path folder, String name, String start)
      throws IOException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    Path certificate = folder.resolve(name + ".crt");
    Path key = folder.resolve(name + ".key");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> made = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", name));
    made.addAll(List.of("-keyalg", "RSA", "-dname", "CN=" + name, "-storepass", "changeit"));
    made.addAll(List.of("-keystore", store.toString(), "-startdate", start, "-validity", "30"));
    run(made);
    List<String> read = List.of("openssl", "pkcs12", "-nodes", "-passin", "pass:changeit", "-in");
    run(join(read, store.toString(), "-nokeys", "-out", certificate.toString()));
    run(join(read, store.toString(), "-nocerts", "-out", key.toString()));
    return new Certificates(certificate, key);
  }

  private static List<String> join(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    try (RunningProgram running = RunningProgram.start(new ProcessBuilder(command))) {
      Result result = running.awaitEnd();
      if (result.exit() != 0) {
        throw new AssertionError("%s: %s".formatted(command, result));
      }
    }
  }
}
