package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Paths;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code health_check.config}, whose keys depend on the type; they are those of LocalPort
 * 1.0. Belongs to one check.
 */
final class HealthProbeReader {
  static final Form<Duration> TIMEOUT_FORM =
      Forms.time(Duration.ofMillis(100), Duration.ofMinutes(5));
  private static final Form<Integer> PORT_FORM = Forms.whole(1, 65_535);

  private static final Key<String> HOST =
      Key.of("host", Forms.text(TextRule.VISIBLE), "Where to connect to.");
  private static final Key<Integer> PORT =
      Key.of("port", PORT_FORM, "The port (default: the first local port of the service).");
  private static final Key<Duration> TIMEOUT =
      Key.of(
          "timeout", TIMEOUT_FORM, "Older place of health_check.timeout, which takes precedence.");

  private static final Key<String> URL =
      Key.of(
          "url",
          Forms.text(TextRule.URL),
          "Where to send the request: a path at the service's first local port, or a full URL."
              + " Required for http and https.");
  private static final Key<HttpMethod> METHOD =
      Key.of("method", Forms.wordOfAnyCase(HttpMethod.values()), "The HTTP method.")
          .or(HttpMethod.GET);
  private static final Key<List<Integer>> EXPECTED_STATUS =
      Key.of(
              "expected_status",
              Forms.listOr(Forms.whole(100, 599), "write a status code such as 200"),
              "Status codes that count as healthy: one, or a list.")
          .formerly("expected_status_codes")
          .or(List.of(200, 201, 202, 204));
  private static final Key<String> EXPECTED_CONTENT =
      Key.of("expected_content", Forms.text(), "Text that the response must contain.");
  private static final Key<Map<String, String>> HEADERS =
      Key.of(
          "headers",
          Forms.map(Forms.secret(TextRule.HEADER)),
          "Request headers. Their values are masked in all output.");
  private static final Key<Boolean> VERIFY_SSL =
      Key.of("verify_ssl", Forms.flag(), "Whether to verify the server's certificate.").or(true);
  private static final Key<String> CA_FILE =
      Key.of(
          "ca_file",
          Forms.path(),
          "Path of the CA certificates (PEM) to verify the server with, relative to this file or ~"
              + " (default: the CAs that Java trusts).");

  private static final Key<List<String>> COMMAND =
      Key.of(
          "command",
          Forms.filledList(Forms.secret(TextRule.ARGUMENT), "write the program and its arguments"),
          "The program to run and its arguments, without a shell; exit code 0 is healthy. Required"
              + " for exec. Masked in all output.");

  private static final Key<String> BOOTSTRAP_SERVERS =
      Key.of("bootstrap_servers", Forms.text(TextRule.VISIBLE), "Kafka: the bootstrap servers.");
  private static final Key<String> DATABASE =
      Key.of("database", Forms.text(TextRule.VISIBLE), "Postgres: the database name.");
  private static final Key<String> USER =
      Key.of("user", Forms.text(TextRule.VISIBLE), "Postgres: the user.");
  private static final Key<String> PASSWORD =
      Key.of(
          "password",
          Forms.secret(TextRule.ARGUMENT),
          "Postgres: the password. Masked in all output.");

  private static final Keys TCP_KEYS = Keys.of(HOST, PORT, TIMEOUT);
  private static final Keys HTTP_KEYS =
      Keys.of(
          URL, METHOD, EXPECTED_STATUS, EXPECTED_CONTENT, HEADERS, VERIFY_SSL, CA_FILE, TIMEOUT);
  private static final Keys EXEC_KEYS = Keys.of(COMMAND);
  private static final Keys KAFKA_KEYS = Keys.of(BOOTSTRAP_SERVERS, TIMEOUT);
  private static final Keys POSTGRES_KEYS = Keys.of(DATABASE, USER, PASSWORD, HOST, PORT, TIMEOUT);

  private final Section check;
  private final @Nullable Value config;
  private final HealthProbe under;
  private @Nullable Duration timeout;

  /**
   * Reads for one check.
   *
   * @param config the value of {@code config}, or null
   * @param under what the level below does; it counts where the type is the same
   */
  HealthProbeReader(Section check, @Nullable Value config, HealthProbe under) {
    this.check = check;
    this.config = config;
    this.under = under;
  }

  /** Returns the schemas of all kinds of {@code config}. */
  static List<Map<String, Object>> schemas() {
    return List.of(
        TCP_KEYS.schema(),
        HTTP_KEYS.schema(),
        EXEC_KEYS.schema(),
        KAFKA_KEYS.schema(),
        POSTGRES_KEYS.schema());
  }

  /**
   * Returns what the check does; null where nothing of ours does it, or it is wrong: that is
   * reported.
   */
  @Nullable HealthProbe read(HealthType type) {
    return switch (type) {
      case TCP -> tcp(keys(TCP_KEYS));
      case HTTP -> http(keys(HTTP_KEYS), false);
      case HTTPS -> http(keys(HTTP_KEYS), true);
      case EXEC -> exec(keys(EXEC_KEYS));
      case KAFKA -> {
        checkAll(KAFKA_KEYS);
        yield null;
      }
      case POSTGRES, POSTGRESQL -> {
        checkAll(POSTGRES_KEYS);
        yield null;
      }
      case NONE -> null;
    };
  }

  /**
   * Returns the timeout that {@code config} has, or {@code otherwise}; to be asked after the read.
   */
  Duration timeout(Duration otherwise) {
    return timeout == null ? otherwise : timeout;
  }

  private @Nullable Section keys(Keys known) {
    Section keys = config == null ? null : known.read(config);
    timeout = keys == null || !known.all().contains(TIMEOUT) ? null : keys.find(TIMEOUT);
    return keys;
  }

  private void checkAll(Keys known) {
    Section keys = keys(known);
    if (keys != null) {
      boolean _ =
          check
              .report()
              .readUnused(
                  "not needed: this check is not supported yet",
                  () -> known.all().forEach(keys::find));
    }
  }

  private HealthProbe tcp(@Nullable Section keys) {
    HealthProbe.Tcp base =
        under instanceof HealthProbe.Tcp tcp ? tcp : new HealthProbe.Tcp(null, null);
    if (keys == null) {
      return base;
    }
    tellSent(keys, HOST);
    tellSent(keys, PORT);
    String host = keys.find(HOST);
    Integer port = keys.find(PORT);
    return new HealthProbe.Tcp(
        host == null ? base.host() : host, port == null ? base.port() : port);
  }

  private @Nullable HealthProbe http(@Nullable Section keys, boolean tls) {
    HealthProbe.Http base = under instanceof HealthProbe.Http http ? http : null;
    if (base == null && (keys == null || !keys.has(URL))) {
      tellMissing("url", "write a path such as /health, or a full URL");
    }
    if (keys == null) {
      return base == null ? null : withTls(base, tls);
    }
    tellSent(keys, URL);
    tellSent(keys, HEADERS);
    String url = keys.find(URL);
    HealthProbe.Http from =
        base == null
            ? new HealthProbe.Http(tls, "", "GET", usualStatus(), null, Map.of(), true, null)
            : base;
    String content = keys.find(EXPECTED_CONTENT);
    String caFile = keys.find(CA_FILE);
    return new HealthProbe.Http(
        tls,
        url == null ? from.url() : url,
        keys.has(METHOD) ? keys.get(METHOD, HttpMethod.GET).word() : from.method(),
        keys.get(EXPECTED_STATUS, from.expectedStatus()),
        content == null ? from.expectedContent() : content,
        keys.get(HEADERS, from.headers()),
        keys.get(VERIFY_SSL, from.verifyTls()),
        caFile == null ? from.caFile() : caFile);
  }

  private static HealthProbe.Http withTls(HealthProbe.Http http, boolean tls) {
    return new HealthProbe.Http(
        tls,
        http.url(),
        http.method(),
        http.expectedStatus(),
        http.expectedContent(),
        http.headers(),
        http.verifyTls(),
        http.caFile());
  }

  private static List<Integer> usualStatus() {
    List<Integer> usual = EXPECTED_STATUS.otherwise();
    return usual == null ? List.of() : usual;
  }

  private @Nullable HealthProbe exec(@Nullable Section keys) {
    List<String> command = keys == null ? null : keys.find(COMMAND);
    if (config != null) {
      check.report().sensitive(config, "runs a command");
    }
    if (keys != null && command != null) {
      return new HealthProbe.Exec(inFolder(keys, command));
    }
    if (under instanceof HealthProbe.Exec && (keys == null || !keys.has(COMMAND))) {
      return under;
    }
    if (keys == null || !keys.has(COMMAND)) {
      tellMissing("command", "write the program and its arguments as a list");
    }
    return null;
  }

  /* The program of an included file is relative to that file. */
  private static List<String> inFolder(Section keys, List<String> command) {
    Value value = keys.raw(COMMAND);
    List<String> words = new ArrayList<>(command);
    if (value != null) {
      words.set(0, Paths.ofProgram(value, command.getFirst()));
    }
    return words;
  }

  /** A check sends what a variable of the user's shell holds to where the file says. */
  private static void tellSent(Section keys, Key<?> key) {
    Value value = keys.raw(key);
    List<String> names = value == null ? List.of() : value.variables();
    if (value != null && !names.isEmpty()) {
      keys.report().sensitive(value, "sends " + String.join(", ", names) + " over the network");
    }
  }

  private void tellMissing(String key, String right) {
    String path = Paths.key(Paths.key(check.path(), "config"), key);
    check.report().error(config == null ? check.at() : config.at(), path, "missing", right);
  }
}
