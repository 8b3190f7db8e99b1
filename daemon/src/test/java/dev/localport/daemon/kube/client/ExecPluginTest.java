package dev.localport.daemon.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.testing.Await;
import io.fabric8.kubernetes.api.model.ExecConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins are small shell scripts; each run leaves a line in the file "runs". */
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
    return new ExecPlugin(
        new ExecConfigBuilder()
            .withApiVersion(API)
            .withCommand(command)
            .withArgs("get-token")
            .addNewEnv("EXTRA", "word")
            .build(),
        folder,
        () -> now);
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

  private int runs() throws IOException {
    return Files.exists(folder.resolve("runs"))
        ? Files.readAllLines(folder.resolve("runs")).size()
        : 0;
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
  void aFailureIsNotTriedAgainForFiveSeconds() throws IOException, KubeException {
    script("exit 1");
    assertFails("the credential plug-in ./plugin ended with 1: ");
    countingScript();
    now = now.plusMillis(4_999);
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
        .hasMessageStartingWith("the credential plug-in ./plugin gave no ExecCredential: ");
  }

  @Test
  void anAnswerWithoutCredentialsIsSaid() throws IOException {
    script("echo '{\"status\":{\"clientCertificateData\":\"only half\"}}'");

    assertFails("the credential plug-in ./plugin gave neither a token nor a certificate");
  }

  @Test
  void anExpiryThatIsNoTimeIsSaid() throws IOException {
    script("echo '{\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}}'");

    assertThatThrownBy(plugin::token)
        .hasMessageStartingWith("the credential plug-in ./plugin gave no ExecCredential: ");
  }

  @Test
  void aCertificateIsTakenWithItsKey() throws IOException, KubeException {
    script("echo '{\"status\":{\"clientCertificateData\":\"CERT\",\"clientKeyData\":\"KEY\"}}'");

    assertThat(plugin.answer()).isEqualTo(new ExecPlugin.Answer(null, "CERT", "KEY", null));
    assertThat(plugin.token()).isNull();
  }

  @Test
  void aProgramThatIsNotThereIsSaid() {
    plugin = plugin("no-such-program-of-ours");

    assertThatThrownBy(plugin::token)
        .hasMessageStartingWith("the credential plug-in no-such-program-of-ours cannot be run: ");
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
  void anInterruptEndsTheRunAndIsNobodyElsesFailure()
      throws IOException, InterruptedException, KubeException {
    script(
        "[ -e second ] || { touch second; exec cat fifo; }; echo '{\"status\":{\"token\":\"t\"}}'");
    assertThat(new ProcessBuilder("mkfifo", folder + "/fifo").start().waitFor()).isZero();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                plugin.token();
              } catch (KubeException e) {
                // what the next caller sees is what matters
              }
            });
    Await.until("the plug-in runs", () -> Files.exists(folder.resolve("second")));
    caller.interrupt();
    caller.join();

    assertThat(plugin.token()).isEqualTo("t");
  }
}
