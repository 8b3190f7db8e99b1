package dev.localport.daemon.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.testing.Await;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plug-ins are small shell scripts; each run leaves a line in the file "runs".
 *
 * <p>Over 300 lines: one test for each thing that a plug-in may do, with one way to write plug-ins.
 */
class ExecPluginTest {
  private static final String API = "client.authentication.k8s.io/v1";

  @TempDir private Path folder;
  private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private ExecPlugin plugin;

  @BeforeEach
  void make() {
    plugin = plugin("./plugin");
  }

  private ExecPlugin plugin(String command) {
    return plugin(
        new ExecConfigBuilder()
            .withApiVersion(API)
            .withCommand(command)
            .withArgs("get-token")
            .addNewEnv("EXTRA", "word")
            .build());
  }

  private ExecPlugin plugin(ExecConfig exec) {
    return new ExecPlugin("dev", new PluginCommand(exec, folder, null), System.getenv(), () -> now);
  }

  private void script(String body) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("plugin"),
            "#!/bin/sh\ncd '%s'\necho run >> runs\n%s\n".formatted(folder, body));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** A plug-in that gives token-1, token-2 and so on, each good for an hour. */
  private void countingScript() throws IOException {
    script(
        """
        n=$(wc -l < runs | tr -d ' ')
        echo '{"kind":"ExecCredential","status":{"token":"token-'$n'",'\\
          '"expirationTimestamp":"2026-11-22T13:00:00Z"}}'
        """);
  }

  private int runs() {
    Path runs = folder.resolve("runs");
    try {
      return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertFails(String message) {
    assertThatThrownBy(plugin::token)
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.CREDENTIALS))
        .hasMessage(message);
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItExpires() throws IOException, KubeException {
    countingScript();
    assertThat(plugin.token()).isEqualTo("token-1");

    now = Instant.parse("2026-11-22T12:59:49Z");
    assertThat(plugin.token()).isEqualTo("token-1");

    now = Instant.parse("2026-11-22T12:59:50Z");
    assertThat(plugin.token()).isEqualTo("token-2");
  }

  @Test
  void aTokenWithoutAnExpiryIsKept() throws IOException, KubeException {
    script("echo '{\"status\":{\"token\":\"for-ever\"}}'");
    plugin.token();
    now = now.plus(Duration.ofDays(365));

    assertThat(plugin.token()).isEqualTo("for-ever");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void aTokenThatWasRefusedIsFetchedAnew() throws IOException, KubeException {
    countingScript();
    plugin.token();
    now = now.plusSeconds(60);
    plugin.refused();

    assertThat(plugin.token()).isEqualTo("token-2");
  }

  @Test
  void aHundredRefusalsInOneMomentFetchOnce() throws IOException, KubeException {
    countingScript();
    plugin.token();
    now = now.plusSeconds(60);
    for (int forward = 0; forward < 100; forward++) {
      plugin.refused();
      assertThat(plugin.token()).isEqualTo("token-2");
    }

    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void manyCallersShareOneRun() throws IOException, InterruptedException {
    countingScript();
    Set<String> tokens = ConcurrentHashMap.newKeySet();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  tokens.add(String.valueOf(plugin.token()));
                } catch (KubeException e) {
                  tokens.add(e.failure().message());
                }
              }));
    }
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(tokens).containsExactly("token-1");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void whatAFailingPluginSaysIsTold() throws IOException {
    script("echo 'session expired' >&2; echo '  run: sso login' >&2; echo '{}'; exit 7");

    assertFails("the credential plug-in ./plugin ended with 7: session expired / run: sso login");
  }

  @Test
  void aLongComplaintIsCutAtItsBeginning() throws IOException {
    script(
        "i=0; while [ $i -lt 200 ]; do echo 'a long story' >&2; i=$((i+1)); done; echo END >&2;"
            + " exit 1");

    assertThatThrownBy(plugin::token)
        .hasMessageStartingWith("the credential plug-in ./plugin ended with 1: …")
        .hasMessageEndingWith("a long story / END");
  }

  @Test
  void aFailureIsNotTriedAgainForTenSeconds() throws IOException, KubeException {
    script("exit 1");
    assertFails("the credential plug-in ./plugin ended with 1: ");
    countingScript();
    now = now.plusMillis(9_999);
    assertFails("the credential plug-in ./plugin ended with 1: ");

    now = now.plusMillis(1);
    assertThat(plugin.token()).isEqualTo("token-2");
  }

  @Test
  void complaintsOfAPluginThatSucceedsDoNotDisturb() throws IOException, KubeException {
    script("echo 'a new version is there' >&2; echo '{\"status\":{\"token\":\"good\"}}'");

    assertThat(plugin.token()).isEqualTo("good");
  }

  @Test
  void garbageIsSaid() throws IOException {
    script("echo 'not json'");

    assertThatThrownBy(plugin::token)
        .hasMessageStartingWith("the credential plug-in ./plugin returned no ExecCredential: ");
  }

  @Test
  void anAnswerWithoutCredentialsIsSaid() throws IOException {
    script("echo '{\"status\":{\"clientCertificateData\":\"only half\"}}'");

    assertFails("the credential plug-in ./plugin returned neither a token nor a certificate");
  }

  @Test
  void anExpiryThatIsNoTimeIsSaid() throws IOException {
    script("echo '{\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}}'");

    assertThatThrownBy(plugin::token)
        .hasMessageStartingWith("the credential plug-in ./plugin returned no ExecCredential: ");
  }

  @Test
  void aCertificateIsTakenWithItsKey() throws IOException, KubeException {
    script("echo '{\"status\":{\"clientCertificateData\":\"CERT\",\"clientKeyData\":\"KEY\"}}'");

    assertThat(plugin.answer()).isEqualTo(new PluginAnswer(null, "CERT", "KEY", null));
    assertThat(plugin.token()).isNull();
  }

  @Test
  void aProgramThatIsNotThereIsSaid() {
    plugin = plugin("no-such-program-of-ours");

    assertFails("the credential plug-in no-such-program-of-ours cannot be run: it is not in PATH");
  }

  @Test
  void thePluginIsToldWhatItIsAskedFor() throws IOException, KubeException {
    script(
        "printf '%s|%s|%s' \"$KUBERNETES_EXEC_INFO\" \"$1\" \"$EXTRA\" > seen; "
            + "echo '{\"status\":{\"token\":\"t\"}}'");
    plugin.token();

    assertThat(folder.resolve("seen"))
        .content()
        .isEqualTo(
            "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                + "\"spec\":{\"interactive\":false}}|get-token|word");
  }

  @Test
  void aPluginThatHangsHoldsNoCarrierOfVirtualThreads() throws IOException, InterruptedException {
    waitingScript();
    List<ExecPlugin> hanging = new ArrayList<>();
    for (int processor = 0; processor < Runtime.getRuntime().availableProcessors(); processor++) {
      ExecPlugin one = plugin("./plugin");
      hanging.add(one);
      Thread.ofPlatform().daemon().start(() -> assertThatThrownBy(one::token).isNotNull());
    }
    Await.until("all of them run", () -> runs() == hanging.size());

    assertThat(Thread.ofVirtual().start(() -> {}).join(Await.LIMIT)).isTrue();
    hanging.forEach(ExecPlugin::close);
  }

  /** Blocks until a line is written to the file "fifo", with that as its token. */
  private void waitingScript() throws IOException, InterruptedException {
    script("token=$(cat fifo); echo '{\"status\":{\"token\":\"'$token'\"}}'");
    assertThat(new ProcessBuilder("mkfifo", folder + "/fifo").start().waitFor()).isZero();
  }

  private Thread caller(List<String> heard) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            heard.add(String.valueOf(plugin.token()));
          } catch (KubeException e) {
            heard.add(e.failure().message());
          }
        });
  }

  private void awaitRun() {
    Await.until("the plug-in runs", () -> runs() == 1);
  }

  @Test
  void aCallerThatGivesUpLeavesTheRunToTheOthers() throws IOException, InterruptedException {
    waitingScript();
    List<String> impatient = new CopyOnWriteArrayList<>();
    List<String> patient = new CopyOnWriteArrayList<>();
    Thread first = caller(impatient);
    awaitRun();
    Thread second = caller(patient);
    first.interrupt();
    first.join();
    Files.writeString(folder.resolve("fifo"), "t\n");
    second.join();

    assertThat(impatient).containsExactly("the credential plug-in ./plugin is still running");
    assertThat(patient).containsExactly("t");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void closingEndsARunThatHangsAndDoesNotCountIt() throws IOException, InterruptedException {
    waitingScript();
    List<String> heard = new CopyOnWriteArrayList<>();
    Thread waiting = caller(heard);
    awaitRun();
    plugin.close();
    waiting.join();

    assertThat(heard)
        .containsExactly("the credential plug-in ./plugin was stopped: its kubeconfig changed");
    script("echo '{\"status\":{\"token\":\"t\"}}'");
    heard.clear();
    caller(heard).join();
    assertThat(heard).containsExactly("t");
  }

  @Test
  void aLoginByHandServesThoseWhoWaitForARunThatHangs() throws IOException, InterruptedException {
    waitingScript();
    List<String> heard = new CopyOnWriteArrayList<>();
    Thread waiting = caller(heard);
    awaitRun();
    plugin.hand(new PluginAnswer("by-hand", null, null, null));
    waiting.join();
    caller(heard).join();

    assertThat(heard).containsExactly("by-hand", "by-hand");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void credentialsThatHaveAlwaysExpiredAreFetchedOnceInTenSecondsAndTheClockIsNamed()
      throws IOException, KubeException {
    script(
        "echo '{\"status\":{\"token\":\"old\",\"expirationTimestamp\":\"2020-05-08T10:20:30Z\"}}'");
    for (int tenth = 0; tenth < 250; tenth++) { // 25 s
      assertThat(plugin.token()).isEqualTo("old");
      plugin.refused();
      now = now.plusMillis(100);
    }

    assertThat(runs()).isEqualTo(3);
    assertThat(plugin.runs()).isEqualTo(3);
    assertThat(plugin.remark())
        .contains(
            "the credential plug-in ./plugin of context dev returns credentials that expired at"
                + " 2020-05-08T10:20:30Z; check this machine's clock");
  }

  @Test
  void afterThreeFailuresInARowOnlyAPersonStartsThePluginAgain() throws IOException {
    script("echo 'nobody answered' >&2; exit 1");
    for (int hour = 0; hour < 12; hour++) {
      assertThatThrownBy(plugin::token).isInstanceOf(KubeException.class);
      now = now.plus(Duration.ofHours(1));
    }

    assertThat(runs()).isEqualTo(3);
    String failure = "the credential plug-in ./plugin ended with 1: nobody answered";
    assertFails(
        failure + "; LocalPort does not run it again after 3 failures; run: localport login dev");

    plugin.askedByPerson();
    assertFails(failure);
    assertThat(runs()).isEqualTo(4);
  }

  @Test
  void aPersonNeedsNotWaitForThePauseAfterAFailure() throws IOException, KubeException {
    script("exit 1");
    assertFails("the credential plug-in ./plugin ended with 1: ");
    countingScript();
    plugin.askedByPerson();

    assertThat(plugin.token()).isEqualTo("token-2");
  }

  @Test
  void aKubeconfigThatChangedForgivesFailuresAndKeepsThePause() throws IOException {
    script("exit 1");
    for (int run = 0; run < 3; run++) {
      assertThatThrownBy(plugin::token).isInstanceOf(KubeException.class);
      now = now.plusSeconds(10);
    }
    for (int second = 0; second < 10; second++) { // something writes it each second
      plugin.forgive();
      assertThatThrownBy(plugin::token).isInstanceOf(KubeException.class);
      now = now.plusSeconds(1);
    }

    assertThat(runs()).isEqualTo(4);
  }

  @Test
  void aClockThatWasSetBackDoesNotStretchThePause() throws IOException, KubeException {
    script("exit 1");
    assertThatThrownBy(plugin::token).isInstanceOf(KubeException.class);
    countingScript();
    now = now.minus(Duration.ofHours(1));

    assertThat(plugin.token()).isEqualTo("token-2");
  }

  @Test
  void aVariableWithoutAValueIsEmpty() throws IOException, KubeException {
    script("printf '%s' \"${EMPTY-unset}\" > seen; echo '{\"status\":{\"token\":\"t\"}}'");
    plugin = plugin(exec().addNewEnv("EMPTY", null).build());
    plugin.token();

    assertThat(folder.resolve("seen")).content().isEmpty();
  }

  private static ExecConfigBuilder exec() {
    return new ExecConfigBuilder().withApiVersion(API).withCommand("./plugin");
  }

  @Test
  void aPluginThatNeedsATerminalIsNotRunWithoutOne() throws IOException {
    countingScript();
    plugin = plugin(exec().withInteractiveMode("Always").build());

    assertFails(
        "the credential plug-in ./plugin needs a terminal (interactiveMode: Always); run: localport"
            + " login dev");
    assertThat(runs()).isZero();
  }

  @Test
  void theHintOfAProgramThatIsNotThereIsShown() {
    plugin =
        plugin(
            exec()
                .withCommand("no-such-program-of-ours")
                .withInstallHint("Install it with:\n  brew install us\n")
                .build());

    assertFails(
        "the credential plug-in no-such-program-of-ours cannot be run: it is not in PATH; Install"
            + " it with: / brew install us");
  }

  @Test
  void theProgramIsLookedForInThePathOfTheShellThatLends() throws IOException, KubeException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    countingScript();
    Files.move(folder.resolve("plugin"), bin.resolve("our-plugin"));
    plugin =
        new ExecPlugin(
            "dev",
            new PluginCommand(exec().withCommand("our-plugin").build(), folder, null),
            Map.of("PATH", bin + ":" + System.getenv().getOrDefault("PATH", "")),
            () -> now);

    assertThat(plugin.token()).isEqualTo("token-1");
  }

  @Test
  void thePluginRunsWithTheEnvironmentThatWasLentLast() throws IOException, KubeException {
    script(
        "[ \"$AWS_PROFILE\" = team ] || { echo \"profile ${AWS_PROFILE:-none}\" >&2; exit 255; };"
            + " echo '{\"status\":{\"token\":\"t\"}}'");
    assertFails("the credential plug-in ./plugin ended with 255: profile none");

    plugin.lend(Map.of("AWS_PROFILE", "team", "PATH", System.getenv().getOrDefault("PATH", "")));
    plugin.askedByPerson();
    assertThat(plugin.token()).isEqualTo("t");
  }

  @Test
  void aTokenWithALineEndIsRefusedAndNotShown() throws IOException {
    script("echo '{\"status\":{\"token\":\"planted\\\\nsecret\"}}'");

    assertFails(
        "the credential plug-in ./plugin returned a token with a line break or another control"
            + " character in it");
  }
}
