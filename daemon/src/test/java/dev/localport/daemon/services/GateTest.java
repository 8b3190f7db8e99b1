package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing leaves {@code stopped} but through the gate: every way out that there is. */
class GateTest {
  private static final String CONFIRM = "    confirm: true\n";
  private static final String PROD =
      web("prod").replace("namespace: shop", "namespace: shop, context: prod") + CONFIRM;

  @TempDir private Path folder;
  private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
    fixture.twoContexts("kube/config");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String state(String name) {
    return fixture.status(name).state();
  }

  @Test
  void restartReconnectAndGoodSignsStartNothing()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB + PROD), "web");
    fixture.await("web", "connected");

    fixture.forwards.restart(List.of("web", "prod"));
    fixture.await("web", "restarted", web -> web.reconnects() == 1);
    fixture.forwards.reconnect(List.of("web", "prod"));
    fixture.await("web", "reconnected", web -> web.reconnects() == 2);
    fixture.forwards.goodSign();

    assertThat(fixture.forwards.listing().isRunning("prod")).isFalse();
  }

  @Test
  void aReloadStartsNothingThatHasToBeConfirmed()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    fixture.file("localport.yaml", WEB + PROD + web("new"));

    assertThat(fixture.forwards.reload(folder.resolve("localport.yaml").toString())).isNull();

    fixture.await("new", "connected");
    assertThat(state("prod")).isEqualTo("stopped");
  }

  @Test
  void aServiceThatRunsDoesNotFollowItsFileIntoAPlaceThatNobodyAgreedTo()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", web("prod")), "prod");
    fixture.await("prod", "connected");
    fixture.file("localport.yaml", PROD);

    assertThat(fixture.forwards.reload(folder.resolve("localport.yaml").toString())).isNull();

    assertThat(state("prod")).isEqualTo("stopped");
    assertThat(fixture.forwards.start(List.of("prod"), Consent.NOT_GIVEN).asking())
        .containsExactly("prod");
  }

  @Test
  void aServiceThatTheUserAgreedToGoesOnWhenItsFileChangesAnythingElse()
      throws IOException, InterruptedException, LoadException {
    fixture.forwards.load(fixture.file("localport.yaml", PROD));
    fixture.forwards.start(List.of("prod"), Consent.GIVEN);
    fixture.await("prod", "connected");
    fixture.file("localport.yaml", PROD.replace("remote_port: echo", "remote_port: 7"));

    assertThat(fixture.forwards.reload(folder.resolve("localport.yaml").toString())).isNull();

    fixture.await("prod", "connected");
  }

  @Test
  void afterARestartOfTheDaemonWhatWasAgreedToGoesOn()
      throws IOException, InterruptedException, LoadException {
    fixture.forwards.load(fixture.file("localport.yaml", PROD));
    fixture.forwards.start(List.of("prod"), Consent.GIVEN);
    fixture.await("prod", "connected");

    fixture.startAnew();

    fixture.await("prod", "connected");
  }

  @Test
  void afterARestartOfTheDaemonAFileThatLeadsElsewhereHasToBeConfirmed()
      throws IOException, InterruptedException, LoadException {
    fixture.start(
        fixture.file(
            "localport.yaml", PROD.replace("context: prod", "context: dev").replace(CONFIRM, "")),
        "prod");
    fixture.await("prod", "connected");
    fixture.file("localport.yaml", PROD);

    fixture.startAnew();

    assertThat(state("prod")).isEqualTo("stopped");
  }

  @Test
  void aServiceThatIsDisabledMeanwhileDoesNotComeBack()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    fixture.await("web", "connected");
    fixture.file("localport.yaml", WEB + "    enabled: false\n");

    fixture.startAnew();

    assertThat(state("web")).isEqualTo("stopped");
  }

  @Test
  void onlyTheGateAdmitsAndOnlyWhatIsAdmittedBecomesAForward() throws IOException {
    Path sources = Path.of(System.getProperty("basedir", "."), "src/main/java");

    assertThat(filesWith(sources, "new Pass(")).containsExactly("Gate.java");
    assertThat(filesWith(sources, "new Forward(")).containsExactly("Running.java");
    assertThat(filesWith(sources, "forward.start(")).containsExactly("Running.java");
  }

  private static List<String> filesWith(Path sources, String text) throws IOException {
    try (var files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> contains(file, text))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
