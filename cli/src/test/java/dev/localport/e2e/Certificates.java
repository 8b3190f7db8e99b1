package dev.localport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A certificate and its key, as PEM files, made with the JDK's keytool and the machine's openssl.
 */
public record Certificates(Path certificate, Path key) {
  private static final DateTimeFormatter END =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

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

  /**
   * Makes a user's certificate that an authority signs, and that expires so long from now.
   *
   * @param subject as openssl writes it, such as {@code /O=system:masters/CN=eve}
   */
  public static Certificates signed(
      Path folder, String subject, Path authority, Path authorityKey, Duration valid)
      throws IOException, InterruptedException {
    Path key = folder.resolve("user.key");
    Path request = folder.resolve("user.csr");
    Path certificate = folder.resolve("user.crt");
    List<String> make = List.of("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj");
    run(join(make, subject, "-keyout", key.toString(), "-out", request.toString()));
    Path config =
        Files.writeString(
            folder.resolve("ca.cnf"),
            """
            [ca]
            default_ca = own
            [own]
            database = %s/index
            new_certs_dir = %s
            default_md = sha256
            rand_serial = yes
            policy = any
            x509_extensions = user
            [any]
            organizationName = optional
            commonName = supplied
            [user]
            extendedKeyUsage = clientAuth
            """
                .formatted(folder, folder));
    Files.writeString(folder.resolve("index"), "");
    List<String> sign = List.of("openssl", "ca", "-batch", "-notext", "-config");
    run(
        join(
            sign,
            config.toString(),
            "-cert",
            authority.toString(),
            "-keyfile",
            authorityKey.toString(),
            "-in",
            request.toString(),
            "-out",
            certificate.toString(),
            "-enddate",
            END.format(Instant.now().plus(valid))));
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
