package dev.localport.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.EventQuery;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HealthChange;
import dev.localport.api.JournalEntry;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.SettingChange;
import dev.localport.api.StatusChange;
import dev.localport.daemon.time.ManualTimers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private Journal journal;
  private Recorder recorder;

  @BeforeEach
  void begin() {
    journal = Journal.open(folder, timers);
    recorder = new Recorder(journal, timers);
  }

  private void change(String previous, String current) {
    change(previous, current, null, null);
  }

  private void change(
      String previous, String current, @Nullable String reason, @Nullable String cause) {
    recorder.changed(
        new StatusChange("web", "prod", previous, current, reason, cause, null, timers.instant()));
    timers.advance(Duration.ofSeconds(2));
  }

  private void retry(int attempt) {
    recorder.retry(
        new ReconnectAttempt(
            "prod",
            "web",
            attempt,
            10,
            500,
            new Failure(FailureKind.SESSION, "reset by peer"),
            timers.instant()));
  }

  /** The entries as "type previous state duration detail", with a dash for what is not there. */
  private List<String> entries() throws IOException, InterruptedException {
    return journal.read(EventQuery.ALL).stream().map(RecorderTest::words).toList();
  }

  private static String words(JournalEntry entry) {
    Duration took = entry.duration();
    return String.join(
        " ",
        entry.type().word(),
        orDash(entry.previous()),
        orDash(entry.state()),
        took == null ? "-" : took.toSeconds() + "s",
        orDash(entry.detail()));
  }

  private static String orDash(@Nullable String text) {
    return text == null ? "-" : text;
  }

  @Test
  void aServiceStartsIsLostAndComesBack() throws IOException, InterruptedException {
    change("stopped", "connecting");
    change("connecting", "connected");
    change("connected", "reconnecting", null, "reset by peer");
    retry(1);
    retry(2);
    change("reconnecting", "connected");
    change("connected", "stopped");

    assertThat(entries())
        .containsExactly(
            "operation stopped connecting - start",
            "connected connecting connected 2s -",
            "disconnected connected reconnecting 2s -",
            "reconnecting - reconnecting - -",
            "reconnecting - reconnecting - -",
            "reconnected reconnecting connected 2s -",
            "operation connected stopped - stop");
  }

  @Test
  void whatKeepsAServiceWaitingIsAnErrorOnce() throws IOException, InterruptedException {
    change("stopped", "connecting");
    change("connecting", "suspended", "forbidden", "user may not create pods/portforward");
    change("suspended", "connecting");
    change("connecting", "suspended", "forbidden", "user may not create pods/portforward");
    change("suspended", "connecting");
    change("connecting", "connected");

    assertThat(entries())
        .containsExactly(
            "operation stopped connecting - start",
            "error connecting suspended - -",
            "reconnected connecting connected 10s -");
  }

  @Test
  void anOfflineClusterIsNoErrorOfTheService() throws IOException, InterruptedException {
    change("stopped", "connecting");
    change("connecting", "suspended", "cluster_offline", "no answer");

    assertThat(entries()).last().isEqualTo("reconnecting connecting suspended - -");
  }

  @Test
  void aClientThatWakesAnIdleServiceIsNoReturn() throws IOException, InterruptedException {
    change("stopped", "idle");
    change("idle", "connecting");
    change("connecting", "connected");
    change("connected", "idle");

    assertThat(entries())
        .containsExactly(
            "operation stopped idle - start",
            "connected connecting connected - -",
            "operation connected idle - idle");
  }

  @Test
  void aClockThatWasSetBackMakesNoNegativeDuration() throws IOException, InterruptedException {
    change("stopped", "connecting");
    recorder.changed(
        new StatusChange(
            "web",
            "prod",
            "connecting",
            "connected",
            null,
            null,
            null,
            timers.instant().minus(Duration.ofHours(1))));

    assertThat(entries()).last().isEqualTo("connected connecting connected 0s -");
  }

  @Test
  void healthConfigurationAndTheDaemonAreRecorded() throws IOException, InterruptedException {
    recorder.daemonStarted("1.2.3");
    recorder.health(
        new HealthChange("web", "prod", "healthy", "unhealthy", "503", timers.instant()));
    recorder.configuration("/home/ada/localport.yaml", null);
    recorder.configuration("/home/ada/localport.yaml", "services: missing");
    recorder.daemonStopped();

    assertThat(entries())
        .containsExactly(
            "operation - - - daemon start",
            "health_check healthy unhealthy - -",
            "config_changed - loaded - /home/ada/localport.yaml",
            "config_changed - refused - /home/ada/localport.yaml",
            "operation - - - daemon stop");
  }

  @Test
  void aSettingIsToldWithWhatItWasBefore() throws IOException, InterruptedException {
    recorder.setting(new SettingChange("lazy", "true", null, "prod", null));
    recorder.setting(new SettingChange("lazy", "false", "true", null, "web"));
    recorder.setting(new SettingChange("lazy", null, "false", null, "web"));

    List<JournalEntry> entries = journal.read(EventQuery.ALL);

    assertThat(entries)
        .extracting(entry -> entry.type().word() + " " + entry.detail() + " " + entry.cause())
        .containsExactly(
            "settings lazy true",
            "settings lazy false (before: true)",
            "settings lazy reset (before: false)");
    assertThat(entries.getFirst().context()).isEqualTo("prod");
    assertThat(entries.getLast().service()).isEqualTo("web");
  }
}
