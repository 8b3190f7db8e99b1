package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Setting;
import dev.localport.api.SettingChange;
import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.settings.SettingConflictException;
import dev.localport.daemon.settings.Settings;
import dev.localport.daemon.state.DesiredState;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are set while services run. */
class ForwardsSettingsTest {
  @TempDir private Path folder;
  private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<SettingChange> set(
      String key, String value, @Nullable String context, @Nullable String service)
      throws SettingConflictException, InterruptedException {
    Setting setting = new Setting(key, value, context, service);
    return fixture.forwards.set(before -> before.with(List.of(setting)));
  }

  private void reset() throws SettingConflictException, InterruptedException {
    List<SettingChange> _ = fixture.forwards.set(_ -> Settings.NONE);
  }

  private void startWeb()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    fixture.await("web", "connected");
  }

  @Test
  void aSettingHoldsAtOnceAndNoConnectionIsLost()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    try (LocalClient client = fixture.connect("web")) {
      client.send("1");
      assertThat(client.read(1)).isEqualTo("1");

      set("reconnect.max_attempts", "3", null, "web");

      assertThat(fixture.status("web").maxAttempts()).isEqualTo(3);
      assertThat(fixture.status("web").settings()).containsExactly("reconnect.max_attempts");
      client.send("2");
      assertThat(client.read(1)).isEqualTo("2");
      assertThat(fixture.status("web").reconnects()).isZero();

      reset();
      assertThat(fixture.status("web").maxAttempts()).isEqualTo(10);
      assertThat(fixture.status("web").settings()).isEmpty();
      client.send("3");
      assertThat(client.read(1)).isEqualTo("3");
    }
  }

  @Test
  void aSettingIsKeptOverARestartAndHoldsForWhatIsLoadedLater()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    set("reconnect.max_attempts", "3", null, null);
    set("hold.timeout", "7s", null, "late");

    fixture.startAnew();

    assertThat(fixture.await("web", "connected").maxAttempts()).isEqualTo(3);
    fixture.forwards.load(fixture.file("late.yaml", web("late")));
    assertThat(fixture.status("late").maxAttempts()).isEqualTo(3);
    assertThat(fixture.status("late").settings())
        .containsExactly("reconnect.max_attempts", "hold.timeout");
    assertThat(fixture.onDisk().settings()).hasSize(2);
  }

  @Test
  void aSettingForTheContextHoldsForAServiceWhoseFileNamesNone()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    set("reconnect.max_attempts", "3", "dev", null);
    startWeb();

    Await.until(
        "the setting holds once the context is known",
        () -> fixture.status("web").maxAttempts(),
        Integer.valueOf(3)::equals);
    assertThat(fixture.status("web").settings()).containsExactly("reconnect.max_attempts");
    assertThat(set("reconnect.max_attempts", "4", "other", null)).hasSize(1);
    assertThat(fixture.status("web").maxAttempts()).isEqualTo(3);
  }

  @Test
  void autoReconnectThatIsSwitchedOffLeavesALostForwardDisconnectedAndOnConnectsIt()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    set("reconnect.auto", "false", null, "web");
    fixture.server.cut();
    fixture.await("web", "disconnected");

    set("reconnect.auto", "true", null, "web");

    fixture.await("web", "connected");
  }

  @Test
  void aSettingThatDoesNotFitWhatAFileSaysIsRefusedAndNothingChanges()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    set("reconnect.max_delay", "2m", null, null);

    assertThatThrownBy(() -> set("reconnect.initial_delay", "5m", null, "web"))
        .isInstanceOf(SettingConflictException.class)
        .hasMessage("web: max_delay 2m is shorter than initial_delay 5m; make max_delay longer");
    assertThat(fixture.status("web").settings()).containsExactly("reconnect.max_delay");
    assertThat(fixture.onDisk().settings()).hasSize(1);
  }

  @Test
  void aResetThatLeavesWhatDoesNotFitIsRefused()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    set("reconnect.max_delay", "10m", null, null);
    set("reconnect.initial_delay", "5m", null, null);

    assertThatThrownBy(() ->
            fixture.forwards.set(
                before -> before.without(setting -> setting.key().equals("reconnect.max_delay"))))
        .hasMessage("web: max_delay 1m is shorter than initial_delay 5m; make max_delay longer");
    assertThat(fixture.forwards.listing().settings().all()).hasSize(2);
  }

  @Test
  void withoutAServiceASettingHasToFitTheDefaults() {
    assertThatThrownBy(() -> set("reconnect.initial_delay", "5m", "prod", null))
        .hasMessage("max_delay 1m is shorter than initial_delay 5m; make max_delay longer");
  }

  @Test
  void aFileThatComesLaterAndDoesNotFitIsLoadedAndANoteSaysSo()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    set("reconnect.initial_delay", "30s", null, null);

    fixture.start(fixture.file("localport.yaml", WEB + "    reconnect: {max_delay: 10s}\n"), "web");

    fixture.await("web", "connected");
    assertThat(fixture.forwards.notes())
        .containsExactly(
            "web: reconnect.initial_delay 30s (setting) conflicts with its file; the file's value"
                + " is used. Reset it: localport settings reset reconnect.initial_delay");
    assertThat(fixture.status("web").settings()).isEmpty();
  }

  @Test
  void aReloadSaysWhichOfItsValuesASettingOverrides()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    set("reconnect.max_attempts", "3", null, "web");
    DesiredState.Source file =
        fixture.file("localport.yaml", WEB + "    reconnect: {max_attempts: 8}\n");

    assertThat(fixture.forwards.reload(String.valueOf(file.file()))).isNull();

    assertThat(fixture.forwards.listing().overridden(String.valueOf(file.file())))
        .containsExactly(
            "web: reconnect.max_attempts is 3 (setting for service web), not 8 as in the file; to"
                + " use the file's value: localport settings reset reconnect.max_attempts --service"
                + " web");
    assertThat(fixture.status("web").maxAttempts()).isEqualTo(3);
    reset();
    assertThat(fixture.status("web").maxAttempts()).isEqualTo(8);
  }

  @Test
  void clustersTakeASettingAtOnce()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    fixture.forwards.afterLoad(fixture.clusters::configurationChanged);

    set("cluster_health.enabled", "false", "dev", null);

    Await.until(
        "the monitor has heard of it",
        () -> fixture.clusters().getFirst().state().word(),
        "disabled"::equals);
    reset();
    Await.until(
        "the monitor probes again",
        () -> fixture.clusters().getFirst().state().word(),
        "connected"::equals);
  }

  @Test
  void aListenerHearsOfEachChangeOnce()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    List<SettingChange> heard = new ArrayList<>();
    fixture.forwards.onSettings(heard::add);

    set("lazy", "true", null, "web");
    set("lazy", "true", null, "web");
    set("lazy", "false", null, "web");
    reset();

    assertThat(heard)
        .containsExactly(
            new SettingChange("lazy", "true", null, null, "web"),
            new SettingChange("lazy", "false", "true", null, "web"),
            new SettingChange("lazy", null, "false", null, "web"));
  }

  @Test
  void aSavedSettingThatCannotBeUsedIsLeftOut()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    set("lazy", "true", null, null);
    Path state = folder.resolve("state.json");
    fixture.forwards.close();
    Files.writeString(state, Files.readString(state).replace("\"true\"", "\"often\""));

    fixture.startAnew();

    assertThat(fixture.forwards.listing().settings().all()).isEmpty();
  }

  @Test
  void aSettingThatCannotBeSavedHoldsAndSaysSo()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    Files.createDirectories(folder.resolve("state.json/in-the-way"));

    set("reconnect.max_attempts", "3", null, null);

    assertThat(fixture.forwards.listing().settings().all()).hasSize(1);
    assertThat(fixture.forwards.notSaved()).isEqualTo("is a directory");
  }

  @Test
  void anOlderStateHasNoSettings()
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    startWeb();
    fixture.forwards.close();
    Path state = folder.resolve("state.json");
    String old = Files.readString(state).replaceAll(",\\s*\"settings\"\\s*:\\s*\\[[^]]*]", "");
    assertThat(old).doesNotContain("settings");
    Files.writeString(state, old);

    fixture.startAnew();

    fixture.await("web", "connected");
  }
}
