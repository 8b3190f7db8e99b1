package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credential plug-ins as people have them: they hang, fail, need a variable or a person. */
@Tag("ci")
@BesideOthers
class CredentialPluginsIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private SimulatedCluster cluster;
  private LocalportProgram localport;
  private String token = "";

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    Matcher found =
        Pattern.compile("token: (\\S+)").matcher(Files.readString(cluster.kubeconfig()));
    assertThat(found.find()).isTrue();
    token = found.group(1);
    plugin("hanging", "Never", "sleep 600");
    plugin("failing", "Never", "echo 'session expired' >&2; exit 1");
    plugin("needy", "Never", "[ \"$AWS_PROFILE\" = team ] || exit 255; " + credential(""));
    plugin("expired", "Never", credential(", \"expirationTimestamp\": \"2020-05-08T10:20:30Z\""));
    plugin("person", "Always", credential(""));
    StringBuilder services = new StringBuilder(service("healthy", "demo"));
    for (String name : new String[] {"hanging", "failing", "needy", "expired", "person"}) {
      services.append(service(name, name));
    }
    localport.config("version: \"1.0\"\nservices:\n" + services);
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
    cluster.close();
  }

  private static String service(String name, String context) {
    return "  - {name: %s, local_port: auto, remote_port: 80, autostart: false, connection: {resource_name: web, namespace: demo, context: %s}}\n"
        .formatted(name, context);
  }

  private String credential(String more) {
    return "echo '{\"kind\": \"ExecCredential\", \"status\": {\"token\": \"%s\"%s}}'"
        .formatted(token, more);
  }

  /** Adds a context whose plug-in is a script; each run leaves a line beside it. */
  private void plugin(String name, String mode, String body) throws IOException {
    Path script =
        Files.writeString(
            temporary.resolve(name + ".sh"),
            "echo run >> '%s'\n%s\n".formatted(runsOf(name), body));
    Files.writeString(
        cluster.kubeconfig(),
        Files.readString(cluster.kubeconfig())
            .replaceFirst(
                "(?m)^contexts:\\n",
                "contexts:\n  - {name: %s, context: {cluster: demo, user: %s}}\n"
                    .formatted(name, name))
            .replaceFirst(
                "(?m)^users:\\n",
                "users:\n  - {name: %s, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['%s'], interactiveMode: %s}}}\n"
                    .formatted(name, script, mode)));
  }

  private Path runsOf(String name) {
    return temporary.resolve(name + ".runs");
  }

  private int runs(String name) throws IOException {
    return Files.exists(runsOf(name)) ? Files.readAllLines(runsOf(name)).size() : 0;
  }

  private void awaitState(String name, String state) {
    Await.until(
        name + " is " + state,
        () -> localport.run("status", "-o", "text", name).stdout(),
        status -> status.contains(state));
  }

  private Duration timeOf(String... command) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Result result = localport.run(command);
    assertThat(result.exit()).as("%s", result).isZero();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Test
  void fourContextsInTroubleHoldNothingOfAFifth() throws IOException, InterruptedException {
    localport.run("start", "healthy"); // starts the daemon
    localport.run("stop", "healthy");
    Duration alone = timeOf("start", "healthy"); // what the command itself takes on this machine
    localport.run("stop", "healthy");
    long begun = System.nanoTime();
    localport.run("start", "hanging", "failing", "needy", "expired", "--no-wait");
    Await.until("the plug-in that hangs runs", () -> runs("hanging") == 1);

    assertThat(timeOf("start", "healthy")).isLessThan(alone.plus(AT_ONCE));
    int port = Ports.of(localport, "healthy");
    for (int change = 0; change < 5; change++) {
      Files.writeString(cluster.kubeconfig(), "\n", StandardOpenOption.APPEND);
      long asked = System.nanoTime();
      assertThat(Http.get(port, "/")).startsWith("hello from web-");
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);
      assertThat(localport.run("reconnect", "healthy").exit()).isZero();
    }
    long tens = Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 10;
    assertThat(runs("hanging")).isEqualTo(1);
    for (String name : new String[] {"failing", "needy", "expired"}) {
      assertThat(runs(name)).as(name).isBetween(1, 2 + (int) tens);
    }
    assertThat(timeOf("daemon", "stop")).isLessThan(alone.plus(AT_ONCE));
  }

  @Test
  void thePluginRunsWithTheEnvironmentOfTheShellAndExplainSaysWhose()
      throws IOException, InterruptedException {
    assertThat(localport.run("start", "needy").exit()).isEqualTo(3);
    assertThat(localport.run("explain", "needy").stdout())
        .containsPattern("the credential plug-in sh runs with the environment of shell \\d+")
        .contains("localport login needy");

    localport.with("AWS_PROFILE", "team");
    assertThat(localport.run("start", "needy").exit()).isZero();

    assertThat(localport.run("daemon", "restart").exit()).isZero();
    awaitState("needy", "connected");
  }

  @Test
  void aPluginThatNeedsATerminalIsRunByLoginAlone() throws IOException, InterruptedException {
    assertThat(localport.run("start", "person").stderr() + localport.run("status").stdout())
        .contains("localport login person");
    assertThat(runs("person")).isZero();

    // without a terminal it is refused here as well, as kubectl does
    Result refused = localport.run("login", "person");
    assertThat(refused.exit()).isEqualTo(5);
    assertThat(refused.stderr())
        .contains("the credential plug-in sh needs a terminal (interactiveMode: Always)");
    assertThat(runs("person")).isZero();
  }

  @Test
  void loginHandsItsResultToTheServicesThatWait() throws IOException, InterruptedException {
    assertThat(localport.run("start", "needy").exit()).isEqualTo(3);

    Result login = localport.with("AWS_PROFILE", "team").run("login", "needy");

    assertThat(login.exit()).as("%s", login).isZero();
    assertThat(login.stdout()).isEqualTo("Logged in to needy. Connecting: needy.\n");
    awaitState("needy", "connected");
    assertThat(localport.run("login", "demo"))
        .satisfies(result -> assertThat(result.exit()).isEqualTo(2))
        .satisfies(result ->
            assertThat(result.stderr()).contains("context demo has no credential plug-in to run"));
  }
}
