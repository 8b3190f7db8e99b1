package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve kinds of secrets in the files of a user. After a day of commands, at the highest verbosity
 * and with every context in trouble, none of them is anywhere else: not in an output, a log, a
 * trace or the state. Values of {@code ${VAR}} in {@code state.json} are the one exception.
 */
@Tag("ci")
@BesideOthers
class PlantedSecretsIT {
  private static final String VARIABLE = "planted-variable-5d81";

  private static final List<String> SECRETS =
      List.of(
          "planted-token-71c3",
          "planted-line-end-88d1",
          "planted-basic-90ab",
          "planted-proxy-13fe",
          "planted-url-44aa",
          "planted-client-key-2f6b",
          "planted-exec-output-6ce0",
          "planted-exec-env-a3d7",
          VARIABLE,
          "planted-authorization-e51b",
          "planted-refresh-0b9c",
          "planted-metrics-c2c2");

  private static final List<String> CONTEXTS =
      List.of("token", "line-end", "basic", "proxy", "url", "key", "exec", "exec-broken", "oidc");

  @TempDir Path temporary;

  private final Map<String, String> printed = new TreeMap<>();
  private SimulatedCluster cluster;
  private LocalportProgram localport;
  private Path kubeconfig;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    kubeconfig = temporary.resolve("planted.kubeconfig");
    localport =
        new LocalportProgram(temporary, temporary.resolve("no-kubeconfig"))
            .with("LOCALPORT_LOG_LEVEL", "debug")
            .with("API_KEY", VARIABLE)
            .with("SECRET_OF_THE_SHELL", "planted-shell-77aa");
    plant();
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
    cluster.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String plugin(String output) throws IOException {
    Path script =
        Files.writeString(
            Files.createTempFile(temporary, "planted", ".sh"),
            "cat <<'END'\n" + output + "\nEND\n");
    return "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['%s'], interactiveMode: IfAvailable, env: [{name: SECRET, value: planted-exec-env-a3d7}]}"
        .formatted(script);
  }

  private void plant() throws IOException {
    Map<String, String> users = new TreeMap<>();
    users.put("token", "token: planted-token-71c3");
    users.put("line-end", "token: \"planted-line-end-88d1\\nplanted-line-end-88d1\"");
    users.put("basic", "username: eve, password: planted-basic-90ab");
    users.put("proxy", "token: planted-token-71c3");
    users.put("url", "");
    users.put(
        "key",
        "client-certificate-data: %s, client-key-data: %s"
            .formatted(base64("no certificate"), base64("planted-client-key-2f6b")));
    users.put(
        "exec",
        plugin(
            "{\"kind\": \"ExecCredential\", \"status\": {\"token\":"
                + " \"planted-exec-output-6ce0\"}}"));
    users.put("exec-broken", plugin("planted-exec-output-6ce0 {"));
    users.put(
        "oidc",
        "auth-provider: {name: oidc, config: {idp-issuer-url: 'https://127.0.0.1:1', client-id: c,"
            + " client-secret: planted-refresh-0b9c, refresh-token: planted-refresh-0b9c, id-token:"
            + " e30.e30.planted-refresh-0b9c}}");
    StringBuilder text = new StringBuilder("clusters:\n");
    String server =
        "insecure-skip-tls-verify: true, server: 'https://%s127.0.0.1:" + cluster.port() + "'";
    for (String name : users.keySet()) {
      String user = name.equals("url") ? "eve:planted-url-44aa@" : "";
      String proxy =
          name.equals("proxy") ? ", proxy-url: 'http://eve:planted-proxy-13fe@127.0.0.1:1'" : "";
      text.append("- {name: %s, cluster: {%s%s}}\n".formatted(name, server.formatted(user), proxy));
    }
    text.append("contexts:\n");
    users
        .keySet()
        .forEach(name ->
            text.append(
                "- {name: %s, context: {cluster: %s, user: %s}}\n".formatted(name, name, name)));
    text.append("users:\n");
    users.forEach((name, user) -> text.append("- {name: %s, user: {%s}}\n".formatted(name, user)));
    Files.writeString(kubeconfig, text.toString());
    configure();
  }

  private void configure() throws IOException {
    StringBuilder services = new StringBuilder();
    for (String name : CONTEXTS) {
      services.append(
          "  - {name: %s, local_port: auto, remote_port: 80, connection: {resource_name: web, namespace: demo, context: %s}}\n"
              .formatted(name, name));
    }
    localport.config(
        """
        version: "1.0"
        kubeconfig: %s
        services:
          - name: checked
            local_port: auto
            remote_port: 80
            connection: {resource_name: web, namespace: demo, context: token}
            health_check:
              type: http
              config:
                url: /
                headers: {X-Key: "${API_KEY}", Authorization: "Bearer planted-authorization-e51b"}
        %s\
        """
            .formatted(kubeconfig, services));
    Files.writeString(
        temporary.resolve("planted-metrics.yaml"),
        """
        version: "1.0"
        metrics: {listen: "http://eve:planted-metrics-c2c2@127.0.0.1:9464"}
        services: []
        """);
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    Result result = localport.run(arguments);
    printed.put(String.join(" ", arguments), result.stdout() + result.stderr());
  }

  @Test
  void noneOfThemIsAnywhereElse() throws IOException, InterruptedException {
    run("config", "trust", "localport.yaml");
    run("config", "validate", "--debug");
    run("config", "export");
    run("config", "validate", temporary.resolve("planted-metrics.yaml").toString());
    run("start", "-c", temporary.resolve("planted-metrics.yaml").toString(), "--debug");
    run("start", "--timeout", "5", "-vv", "--debug");
    assertThat(printed.get("start --timeout 5 -vv --debug")).contains("checked");
    for (String format : List.of("table", "wide", "json")) {
      run("status", "-o", format);
      run("cluster", "status", "-o", format, "--debug");
    }
    List<String> services = new ArrayList<>(CONTEXTS);
    services.add("checked");
    for (String service : services) {
      run("explain", service, "--debug");
      run("test", service, "--debug");
      run("logs", service);
    }
    for (String context : CONTEXTS) {
      run("login", context, "--debug");
      run("forward", "-d", "--context", context, "-n", "demo", "svc/web", ":80", "--debug");
    }
    run("cluster", "events");
    run("cluster", "pods");
    run("cluster", "status", "--refresh");
    run("metrics");
    run("env");
    run("daemon", "status");
    run("doctor", "--debug");
    run("doctor", "-o", "json", "--bundle", temporary.resolve("support.zip").toString());
    unpack(temporary.resolve("support.zip"));
    run("reconnect", "--timeout", "2");
    run("restart", "--all", "--timeout", "2");
    run("status", "-o", "json", "--debug");
    assertNowhere();
    assertThat(printed.get("explain line-end --debug")).contains("has a line break");
    assertThat(printed.get("explain url --debug")).contains("https://***@127.0.0.1:");
    assertThat(printed.get("explain exec-broken --debug")).contains("returned no ExecCredential");
    run("stop", "--all", "--debug");
    run("logs");
    run("daemon", "stop");
    run("doctor", "--bundle", temporary.resolve("without-daemon.zip").toString(), "--debug");
    unpack(temporary.resolve("without-daemon.zip"));
    assertNowhere();
    assertThat(Files.readString(localport.home().resolve("state.json"))).contains(VARIABLE);
  }

  /** Searches what is packed, too: its texts count as printed. */
  private void unpack(Path archive) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        names.add(entry.getName());
        printed.put(archive.getFileName() + " " + entry.getName(), text);
      }
    }
    assertThat(names)
        .contains(
            "localport-support/daemon.log",
            "localport-support/doctor.json",
            "localport-support/configuration.yaml",
            "localport-support/environment-names.txt");
    assertThat(printed.get(archive.getFileName() + " localport-support/daemon.log"))
        .contains("daemon started");
  }

  private void assertNowhere() throws IOException {
    List<String> leaks = new ArrayList<>();
    printed.forEach((command, text) -> search("the output of " + command, text, leaks));
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = temporary.relativize(file).toString();
        if (!name.startsWith("planted") && !name.equals("folder/localport.yaml")) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          search(name, isState(file) ? text.replace(VARIABLE, "") : text, leaks);
        }
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(localport.home().resolve("state.json"))))
        .isEqualTo("rw-------");
  }

  private boolean isState(Path file) {
    return file.equals(localport.home().resolve("state.json"));
  }

  private static void search(String where, String text, List<String> leaks) {
    List<String> all = new ArrayList<>(SECRETS);
    all.add("planted-shell-77aa"); // of the shell's environment, which the daemon borrows
    for (String secret : all) {
      String inBasic = base64("eve:" + secret);
      if (text.contains(secret) || text.contains(base64(secret)) || text.contains(inBasic)) {
        int at = Math.max(0, text.indexOf(secret) - 80);
        leaks.add(
            "%s in %s: %s"
                .formatted(secret, where, text.substring(at, Math.min(text.length(), at + 200))));
      }
    }
  }
}
