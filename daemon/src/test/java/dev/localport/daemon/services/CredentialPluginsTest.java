package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Caller;
import dev.localport.api.ShellEnvironment;
import dev.localport.daemon.state.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts of one kubeconfig whose plug-ins do what plug-ins do, beside one that needs none. */
class CredentialPluginsTest {
  private static final List<String> PLUGINS = List.of("hanging", "failing", "needy", "expired");

  @TempDir private Path folder;
  private SimulatorFixture fixture;
  private String original = "";
  private String token = "";

  @BeforeEach
  void open() throws IOException, GeneralSecurityException, InterruptedException {
    fixture = SimulatorFixture.watched(folder);
    fixture.cluster.awaitPod("app=moods");
    original = Files.readString(fixture.cluster.kubeconfig());
    Matcher found = Pattern.compile("token: (\\S+)").matcher(original);
    assertThat(found.find()).isTrue();
    token = found.group(1);
    write();
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private void write() throws IOException {
    StringBuilder contexts = new StringBuilder();
    StringBuilder users = new StringBuilder();
    Map<String, String> scripts =
        Map.of(
            "hanging",
            "sleep 600",
            "failing",
            "echo 'session expired' >&2; exit 1",
            "needy",
            "[ \"$AWS_PROFILE\" = team ] || exit 255; " + credential(""),
            "expired",
            credential(", \"expirationTimestamp\": \"2020-05-08T10:20:30Z\""));
    for (String name : PLUGINS) {
      Path script =
          Files.writeString(
              folder.resolve(name + ".sh"),
              "echo run >> '%s'\n%s\n"
                  .formatted(runsOf(name), Objects.requireNonNull(scripts.get(name))));
      contexts.append("  - {name: %s, context: {cluster: demo, user: %s}}\n".formatted(name, name));
      users.append(
          "  - {name: %s, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['%s'], interactiveMode: Never}}}\n"
              .formatted(name, script));
    }
    Files.writeString(
        fixture.cluster.kubeconfig(),
        original
            .replaceFirst("(?m)^contexts:\\n", "contexts:\n" + contexts)
            .replaceFirst("(?m)^users:\\n", "users:\n" + users));
  }

  private String credential(String more) {
    return "echo '{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \"ExecCredential\", \"status\": {\"token\": \"%s\"%s}}'"
        .formatted(token, more);
  }

  private Path runsOf(String name) {
    return folder.resolve(name + ".runs");
  }

  private int runs(String name) throws IOException {
    return Files.exists(runsOf(name)) ? Files.readAllLines(runsOf(name)).size() : 0;
  }

  private DesiredState.Source file(Map<String, String> environment) throws IOException {
    StringBuilder services = new StringBuilder(service("healthy", "demo"));
    PLUGINS.forEach(name -> services.append(service(name, name)));
    String file =
        fixture
            .daemon
            .file("localport.yaml", fixture.cluster.kubeconfig().toString(), services.toString())
            .file();
    return DesiredState.Source.of(
        Objects.requireNonNull(file),
        new Caller(null).lending(ShellEnvironment.of(environment, "shell 812")));
  }

  private static String service(String name, String context) {
    return SimulatorFixture.service(name, "deployment/moods", "echo", SimulatorFixture.PATIENT)
        .replace("namespace: demo", "namespace: demo, context: " + context);
  }

  private static Map<String, String> shell(String profile) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("AWS_PROFILE", profile);
    return variables;
  }

  @Test
  void fourContextsInTroubleHoldNothingOfAFifth()
      throws IOException, InterruptedException, LoadException {
    fixture.daemon.forwards.load(file(shell("none")));
    long begun = System.nanoTime();
    List<String> all = new ArrayList<>(PLUGINS);
    all.add("healthy");
    fixture.daemon.forwards.start(all);

    fixture.daemon.await("healthy", "connected");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    fixture.daemon.assertServes("healthy");
    for (String name : List.of("failing", "needy")) {
      fixture.daemon.await(name, "suspended", service -> "credentials".equals(service.reason()));
    }
    fixture.daemon.await("expired", "connected");
    for (int change = 0; change < 5; change++) { // the kubeconfig is written while one hangs
      Files.writeString(fixture.cluster.kubeconfig(), "\n", StandardOpenOption.APPEND);
      fixture.daemon.forwards.goodSign();
      fixture.daemon.forwards.reconnect(List.of("healthy"));
      fixture.daemon.await("healthy", "connected");
      fixture.daemon.assertServes("healthy");
    }
    long tens = Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 10;

    assertThat(runs("hanging")).isEqualTo(1);
    assertThat(runs("failing")).isBetween(1, 1 + (int) tens);
    assertThat(runs("needy")).isBetween(1, 1 + (int) tens);
    assertThat(runs("expired")).isBetween(1, 1 + (int) tens);
    assertThat(fixture.daemon.forwards.notes())
        .contains(
            "the credential plug-in sh of context expired returns credentials that expired at"
                + " 2020-05-08T10:20:30Z; check this machine's clock");
  }

  @Test
  void thePluginOfAFileRunsWithTheEnvironmentOfTheShellThatLoadedItLast()
      throws IOException, InterruptedException, LoadException {
    fixture.daemon.forwards.load(file(shell("other")));
    fixture.daemon.forwards.start(List.of("needy"));
    fixture.daemon.await("needy", "suspended", service -> "credentials".equals(service.reason()));

    fixture.daemon.forwards.load(file(shell("team")));
    fixture.daemon.forwards.start(List.of("needy"));

    fixture.daemon.await("needy", "connected");
  }

  @Test
  void afterARestartTheVariablesOnTheListServeAndTheNextShellLendsTheRest()
      throws IOException, InterruptedException, LoadException {
    Map<String, String> shell = shell("team");
    shell.put("DATABASE_PASSWORD", "planted-in-the-shell");
    fixture.daemon.forwards.load(file(shell));
    fixture.daemon.forwards.start(List.of("needy"));
    fixture.daemon.await("needy", "connected");

    fixture.daemon.startAnew();

    fixture.daemon.await("needy", "connected");
    assertThat(Files.readString(folder.resolve("state.json")))
        .contains("\"AWS_PROFILE\" : \"team\"")
        .doesNotContain("planted-in-the-shell");
  }

  @Test
  void aPersonWhoConnectsAgainStartsAPluginThatHasFailed()
      throws IOException, InterruptedException, LoadException {
    fixture.daemon.forwards.load(file(shell("none")));
    fixture.daemon.forwards.start(List.of("failing"));
    fixture.daemon.await("failing", "suspended", service -> "credentials".equals(service.reason()));
    assertThat(runs("failing")).isEqualTo(1);
    Files.writeString(folder.resolve("failing.sh"), credential(""));

    fixture.daemon.forwards.reconnect(List.of("failing"));

    fixture.daemon.await("failing", "connected");
  }
}
