package dev.localport.daemon.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Setting;
import dev.localport.api.SettingChange;
import dev.localport.config.ClusterConfigs;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.FileValues;
import dev.localport.config.ServiceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static Setting all(String key, String value) {
    return new Setting(key, value, null, null);
  }

  private static Setting context(String key, String value) {
    return new Setting(key, value, "prod", null);
  }

  private static Setting web(String key, String value) {
    return new Setting(key, value, null, "web");
  }

  private static Settings of(Setting... settings) {
    return Settings.NONE.with(List.of(settings));
  }

  private static Overlay over(Settings settings, String keys, @Nullable String context) {
    return over(settings, keys, context, false);
  }

  private static Overlay over(
      Settings settings, String keys, @Nullable String context, boolean commandLine) {
    String text =
        "version: \"1.0\"\nservices:\n- {name: web, connection: {resource_name: w}, ports: [\"1:1\"]%s}"
            .formatted(keys.isEmpty() ? "" : ", " + keys);
    if (ConfigReader.read("localport.yaml", text, true) instanceof ConfigResult.Loaded(var file)) {
      ServiceConfig service = file.services().getFirst();
      FileValues values = file.values();
      return settings.over(service, values.ofService("web"), context, commandLine);
    }
    throw new AssertionError(text);
  }

  @Test
  void oneForAServiceStandsOverOneForItsContextAndThatOverOneForAll() {
    Settings settings =
        of(
            web("reconnect.max_attempts", "3"),
            context("reconnect.max_attempts", "2"),
            all("reconnect.max_attempts", "1"),
            context("reconnect.jitter", "0.2"),
            all("reconnect.jitter", "0.1"),
            all("lazy", "true"));

    Overlay web = over(settings, "", "prod");

    assertThat(web.now().reconnect().maxAttempts()).isEqualTo(3);
    assertThat(web.now().reconnect().jitter()).isEqualTo(0.2);
    assertThat(web.now().tuning().lazy()).isTrue();
    assertThat(web.keys()).containsExactly("reconnect.max_attempts", "reconnect.jitter", "lazy");
    assertThat(web.held()).containsEntry("reconnect.jitter", context("reconnect.jitter", "0.2"));
    assertThat(context("lazy", "true").from()).isEqualTo("setting for context prod");
    assertThat(over(settings, "", "dev").now().reconnect().jitter()).isEqualTo(0.1);
    assertThat(over(settings, "", null).now().reconnect().jitter()).isEqualTo(0.1);
  }

  @Test
  void aSettingStandsOverTheFileAndUnderACommandLine() {
    Settings settings = of(all("hold.timeout", "5s"), all("lazy", "true"));

    Overlay ofFile = over(settings, "hold: {timeout: 9s}", null);
    Overlay ofCommandLine = over(settings, "hold: {timeout: 9s}", null, true);

    assertThat(ofFile.now().hold().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(ofFile.overriding()).containsExactly(all("hold.timeout", "5s"));
    assertThat(ofCommandLine.now().hold().timeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(ofCommandLine.keys()).containsExactly("lazy");
  }

  @Test
  void aSettingThatSaysWhatTheFileSaysOverridesNothing() {
    Overlay web = over(of(all("hold.timeout", "9s")), "hold: {timeout: 9}", null);

    assertThat(web.overriding()).isEmpty();
    assertThat(web.keys()).containsExactly("hold.timeout");
  }

  @Test
  void aSettingForAServiceThatIsCalledLikeAContextIsNotForTheContext() {
    Settings settings = of(new Setting("lazy", "true", null, "prod"));

    assertThat(over(settings, "", "prod").now().tuning().lazy()).isFalse();
  }

  @Test
  void aPairThatDoesNotFitTheFileIsLeftOutAndTheRestHolds() {
    Settings settings = of(all("reconnect.initial_delay", "30s"), all("reconnect.auto", "false"));

    Overlay web = over(settings, "reconnect: {max_delay: 10s}", null);

    assertThat(web.now().reconnect().initialDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(web.now().reconnect().auto()).isFalse();
    assertThat(web.unfit()).containsExactly(all("reconnect.initial_delay", "30s"));
    assertThat(web.keys()).containsExactly("reconnect.auto");
  }

  @Test
  void valuesOfACheckHoldWhereThereIsOne() {
    Settings settings = of(all("health_check.interval", "5s"));

    assertThat(over(settings, "", null).keys()).isEmpty();
    assertThat(over(settings, "health_check: {type: tcp}", null).keys())
        .containsExactly("health_check.interval");
  }

  @Test
  void aNewSettingReplacesTheOneForTheSameServices() {
    Settings before = of(all("lazy", "true"), web("lazy", "false"));

    Settings after = before.with(List.of(all("lazy", "false")));

    assertThat(after.all()).containsExactly(all("lazy", "false"), web("lazy", "false"));
    assertThat(before.changesTo(after))
        .containsExactly(new SettingChange("lazy", "false", "true", null, null));
    assertThat(after.changesTo(after)).isEmpty();
    assertThat(after.changesTo(Settings.NONE))
        .containsExactly(
            new SettingChange("lazy", null, "false", null, null),
            new SettingChange("lazy", null, "false", null, "web"));
  }

  @Test
  void clustersAreWatchedOverAsTheirContextsSettingsSay() {
    Settings settings =
        of(
            all("cluster_health.keepalive_interval", "10s"),
            context("cluster_health.keepalive_interval", "20s"));
    ClusterConfigs file =
        new ClusterConfigs(ClusterHealthConfig.DEFAULT, Map.of("dev", ClusterHealthConfig.DEFAULT));

    ClusterConfigs now = settings.over(file);

    assertThat(now.of("prod").keepaliveInterval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(now.of("dev").keepaliveInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(now.of(null).keepaliveInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(Settings.NONE.over(file)).isSameAs(file);
  }

  @Test
  void aSavedSettingOfAnotherVersionIsNotUsable() {
    assertThat(Settings.isUsable(all("lazy", "true"))).isTrue();
    assertThat(Settings.isUsable(all("lazy", "often"))).isFalse();
    assertThat(Settings.isUsable(all("of.tomorrow", "1"))).isFalse();
  }
}
