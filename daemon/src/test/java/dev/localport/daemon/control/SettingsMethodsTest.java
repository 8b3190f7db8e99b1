package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localport.api.Methods;
import dev.localport.api.SettingValue;
import dev.localport.api.SettingsReply;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings as the socket has them: what is refused, and with which exit code. */
class SettingsMethodsTest {
  @TempDir private Path folder;
  private ControlFixture fixture;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    fixture = new ControlFixture(folder);
    fixture.daemon.load("web: [\"auto:7\"]", "other: [\"auto:7\"]");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonObject call(String method, @Nullable Object... keysAndValues)
      throws InterruptedException {
    JsonObject.Builder params = JsonObject.builder();
    params.put("kubeconfig", folder.resolve("kube/config").toString());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      params.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return Objects.requireNonNull(fixture.control.methods().byName().get(method))
        .call(params.build(), new DeafCaller());
  }

  private SettingsReply set(@Nullable Object... keysAndValues) throws InterruptedException {
    return SettingsReply.from(call(Methods.SETTINGS_SET, keysAndValues));
  }

  private List<String> get(@Nullable Object... keysAndValues) throws InterruptedException {
    return call(Methods.SETTINGS_GET, keysAndValues).objects("settings").stream()
        .map(SettingValue::from)
        .map(value -> "%s %s %s".formatted(value.value(), value.from(), value.services()))
        .toList();
  }

  /** Returns the exit code and the words of a refusal. */
  private String refusal(String method, @Nullable Object... keysAndValues) {
    RpcException refusal =
        catchThrowableOfType(RpcException.class, () -> call(method, keysAndValues));
    long exit = refusal.data().number("exit_code", refusal.code());
    return (exit + " " + refusal.getMessage()).replace(folder.toString(), "FOLDER");
  }

  @Test
  void aServiceThatIsLeftOutIsRefusedWithItsVariableAndItsOldSettingsCanBeReset()
      throws IOException, InterruptedException, LoadException {
    var _ = set("key", "auto", "value", "false", "service", "web");
    fixture.daemon.load("web: [\"auto:${WEB_PORT}\"]", "db: [\"auto:${DB_PORT}\"]");

    assertThat(refusal(Methods.SETTINGS_SET, "key", "auto", "value", "false", "service", "db"))
        .startsWith("2 db is stopped: FOLDER/localport.yaml:")
        .contains("the variable DB_PORT is not set");
    assertThat(SettingsReply.from(call(Methods.SETTINGS_RESET, "service", "web")).notes())
        .isEmpty();
  }

  @Test
  void whatIsWrongIsRefusedWithTheExitCodeOfACommand() {
    assertThat(refusal(Methods.SETTINGS_SET, "key", "colour", "value", "1"))
        .isEqualTo("2 unknown setting \"colour\"; list all settings: localport settings get");
    assertThat(refusal(Methods.SETTINGS_SET, "key", "auto", "value", "maybe"))
        .isEqualTo("2 reconnect.auto: invalid value \"maybe\"; use true or false");
    assertThat(refusal(Methods.SETTINGS_SET, "key", "auto", "value", "true", "service", "wbe"))
        .isEqualTo("3 no service \"wbe\" is loaded; did you mean web?");
    assertThat(refusal(Methods.SETTINGS_GET, "service", "nothing-like-it"))
        .isEqualTo(
            "3 no service \"nothing-like-it\" is loaded; load its file: localport start --config"
                + " FILE");
    assertThat(refusal(Methods.SETTINGS_SET, "key", "auto", "value", "true", "context", "prod"))
        .isEqualTo(
            "2 unknown context \"prod\": the kubeconfig FOLDER/kube/config has no context"
                + " \"prod\"; it has dev");
    assertThat(
            refusal(Methods.SETTINGS_SET, "key", "probe_timeout", "value", "1", "service", "web"))
        .isEqualTo("2 cluster_health.probe_timeout applies to a cluster; use --context");
    assertThat(refusal(Methods.SETTINGS_SET, "key", "level", "value", "debug", "context", "dev"))
        .isEqualTo("2 log.level applies to the daemon; leave out --context and --service");
    assertThat(refusal(Methods.SETTINGS_SET, "key", "auto", "value", List.of()))
        .isEqualTo("-32602 value must be a string, a number, true or false");
  }

  @Test
  void aValueMayBeAsJsonHasIt() throws InterruptedException {
    assertThat(set("key", "auto", "value", false).changed().getFirst().value()).isEqualTo("false");
    assertThat(set("key", "jitter", "value", 0.5).changed().getFirst().value()).isEqualTo("0.5");
    assertThat(set("key", "max_attempts", "value", 7).changed().getFirst().value()).isEqualTo("7");
  }

  @Test
  void aContextThatNoLoadedServiceUsesIsTakenWithANote() throws InterruptedException {
    SettingsReply reply = set("key", "auto", "value", "false", "context", "dev");

    assertThat(reply.services()).isEmpty();
    assertThat(reply.notes())
        .containsExactly(
            "no loaded service is in context dev; the setting applies to services loaded later");
    assertThat(get("key", "auto"))
        .containsExactly("true default [other, web]", "false setting for context dev []");
  }

  @Test
  void eachValueComesOnceForAllThatHaveItFromTheSamePlace() throws InterruptedException {
    assertThat(get("key", "max_attempts")).containsExactly("10 default [other, web]");
    SettingsReply one = set("key", "max_attempts", "value", "3", "service", "web");
    SettingsReply all = set("key", "max_attempts", "value", "5");

    assertThat(one.services()).containsExactly("web");
    assertThat(all.services()).containsExactly("other");
    assertThat(all.notes())
        .containsExactly(
            "a more specific setting of reconnect.max_attempts applies to service web" + " (3)");
    assertThat(get("key", "max_attempts"))
        .containsExactly("5 setting [other]", "3 setting for service web [web]");
    assertThat(get("key", "max_attempts", "service", "other")).containsExactly("5 setting [other]");
  }

  @Test
  void aResetWithoutServicesIsForAllOfThem() throws InterruptedException {
    set("key", "max_attempts", "value", "3", "service", "web");
    set("key", "max_attempts", "value", "5");
    set("key", "lazy", "value", "true");

    SettingsReply reset = SettingsReply.from(call(Methods.SETTINGS_RESET, "key", "max_attempts"));

    assertThat(reset.changed()).hasSize(2);
    assertThat(get("key", "max_attempts")).containsExactly("10 default [other, web]");
    assertThat(get("key", "lazy")).containsExactly("true setting [other, web]");
    assertThat(SettingsReply.from(call(Methods.SETTINGS_RESET, "key", "max_attempts")).notes())
        .containsExactly("nothing to reset");
  }

  @Test
  void settingWhatIsSetAlreadyChangesNothing() throws InterruptedException {
    set("key", "lazy", "value", "true");

    SettingsReply again = set("key", "lazy", "value", "true");

    assertThat(again.changed()).isEmpty();
    assertThat(again.notes()).containsExactly("nothing changed: the value was already set");
  }

  @Test
  void aServiceThatIsNotLoadedAnyMoreCanBeReset()
      throws IOException, InterruptedException, LoadException {
    set("key", "lazy", "value", "true", "service", "other");
    fixture.daemon.load("web: [\"auto:7\"]");

    assertThat(get("key", "lazy"))
        .containsExactly("false default [web]", "true setting for service other [other]");
    SettingsReply reset = SettingsReply.from(call(Methods.SETTINGS_RESET, "service", "other"));

    assertThat(reset.changed()).hasSize(1);
  }

  @Test
  void theFileThatSaysAValueIsNamed() throws IOException, InterruptedException, LoadException {
    Path file = folder.resolve("localport.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("defaults: {", "defaults: {hold: {timeout: 9s}, ")
            .replace("- name: web", "- name: web\n    profile: stable"));
    call(Methods.LOAD, "file", file.toString());

    assertThat(get("key", "hold.timeout"))
        .containsExactly("9s localport.yaml (defaults) [other, web]");
    assertThat(get("key", "max_attempts"))
        .containsExactly("10 default [other]", "5 profile stable [web]");
  }

  @Test
  void otherProgramsNamesAreChecked() {
    assertThat(
            refusal(
                Methods.SET_SETTINGS,
                "settings",
                JsonObject.builder().put("max_reconect_attempts", 3).build()))
        .isEqualTo(
            "2 unknown setting \"max_reconect_attempts\"; did you mean max_reconnect_attempts?");
    assertThat(refusal(Methods.SET_SETTINGS))
        .startsWith("-32602 settings must contain one or more");
    assertThat(refusal(Methods.SET_AUTO_RECONNECT)).isEqualTo("-32602 enabled is missing");
    assertThat(
            refusal(
                Methods.SET_SETTINGS,
                "service",
                "web",
                "settings",
                JsonObject.builder().put("health_check_interval_seconds", 10).build()))
        .isEqualTo("2 cluster_health.keepalive_interval applies to a cluster; use --context");
  }

  @Test
  void ofSeveralSettingsAllAreTakenOrNone() throws InterruptedException {
    JsonObject settings =
        JsonObject.builder().put("initial_backoff_ms", 90_000).put("auto_reconnect", false).build();

    assertThat(refusal(Methods.SET_SETTINGS, "settings", settings))
        .isEqualTo(
            "2 nothing was changed: other: max_delay 1m is shorter than initial_delay 90s; make"
                + " max_delay longer");
    assertThat(get("key", "auto")).containsExactly("true default [other, web]");
  }

  @Test
  void connectionSettingsAreThoseOfTheServiceOrOfAll() throws InterruptedException {
    call(Methods.SET_AUTO_RECONNECT, "enabled", false, "service", "web");
    set("key", "keepalive_interval", "value", "12");

    JsonObject web = call(Methods.GET_SETTINGS, "service", "web").object("settings");
    JsonObject all = call(Methods.GET_SETTINGS).object("settings");

    assertThat(web.flag("auto_reconnect", true)).isFalse();
    assertThat(all.flag("auto_reconnect", false)).isTrue();
    assertThat(all.number("health_check_interval_seconds")).isEqualTo(12);
    assertThat(all.findDecimal("backoff_multiplier")).isEqualTo(2.0);
  }

  @Test
  void theHealthOfAClusterWithoutAnActiveServiceIsRefused() throws InterruptedException {
    assertThat(refusal(Methods.GET_HEALTH, "cluster", "nosuch")).startsWith("2 no active service");
    assertThat(call(Methods.GET_HEALTH).objects("clusters")).hasSize(1);
  }

  @Test
  void theLogLevelIsTheDaemons() throws InterruptedException {
    assertThat(get("key", "log.level")).containsExactly("info default []");
  }
}
