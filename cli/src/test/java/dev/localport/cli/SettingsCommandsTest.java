package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.api.SettingChange;
import dev.localport.api.SettingValue;
import dev.localport.api.SettingsReply;
import dev.localport.api.StatusReply;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code localport settings}, with a daemon of straw. */
class SettingsCommandsTest {
  @TempDir private Path root;

  private static JsonObject values(SettingValue... values) {
    return JsonObject.builder()
        .put("settings", List.of(values).stream().map(SettingValue::toJson).toList())
        .put("notes", List.of())
        .build();
  }

  private static SettingValue value(String value, String from, List<String> services) {
    return new SettingValue("reconnect.max_attempts", value, from, null, services, List.of());
  }

  @Test
  void eachValueIsShownWithWhereItComesFrom() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.SETTINGS_GET,
          values(
              value("10", "localport.yaml (service)", List.of("db")),
              value("3", "setting for service web", List.of("web")),
              new SettingValue(
                  "cluster_health.interval", "4m", "default", null, List.of(), List.of("prod"))));

      new Transcript(terminal, daemon, root.toString()).assertHolds("settings-get.txt");
    }
  }

  @Test
  void oneValueForAllHasNoColumnForWhom() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.SETTINGS_GET, values(value("10", "default", List.of("db", "web"))));

      assertThat(terminal.run("settings", "get", "max_attempts").stdout())
          .isEqualTo(
              """
              KEY                     VALUE  FROM
              reconnect.max_attempts  10     default
              """);
    }
  }

  @Test
  void whatChangedIsPrintedAndNotesFollow() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.SETTINGS_SET,
          new SettingsReply(
                  List.of(
                      new SettingChange("reconnect.auto", "false", null, null, null),
                      new SettingChange("reconnect.auto", "false", "true", "prod", null),
                      new SettingChange("cluster_health.interval", "1m", null, null, null),
                      new SettingChange("log.level", "debug", "info", null, null)),
                  List.of("web"),
                  List.of("no loaded service is in context prod"),
                  null)
              .toJson());
      daemon.answers(
          Methods.SETTINGS_RESET,
          new SettingsReply(
                  List.of(new SettingChange("reconnect.auto", null, "false", null, "web")),
                  List.of("web"),
                  List.of(),
                  null)
              .toJson());

      new Transcript(terminal, daemon, root.toString()).assertHolds("settings-set.txt");
    }
  }

  @Test
  void aChangeThatIsNotOnDiskIsAFailure() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.SETTINGS_SET,
          new SettingsReply(List.of(), List.of(), List.of(), "/s is full").toJson());

      Terminal.Result result = terminal.run("settings", "set", "lazy", "true");

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.stderr())
          .isEqualTo(
              "not saved: /s is full; LocalPort keeps trying, but the change is lost if the daemon"
                  + " ends first\n");
    }
  }

  @Test
  void aRefusalEndsWithTheDaemonsExitCode() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.SETTINGS_SET,
          (_, _) -> {
            throw RpcException.failed(2, "reconnect.auto: invalid value \"maybe\"");
          });

      assertThat(terminal.run("settings", "set", "reconnect.auto", "maybe"))
          .isEqualTo(new Terminal.Result(2, "", "reconnect.auto: invalid value \"maybe\"\n"));
    }
  }

  @Test
  void keysAndTheWordsOfAValueAreCompleted() throws Exception {
    Terminal terminal = new Terminal(root);

    assertThat(terminal.run("__complete", "--", "settings", "set", "reconnect.max").stdout())
        .isEqualTo("reconnect.max_attempts\nreconnect.max_delay\n");
    assertThat(terminal.run("__complete", "--", "settings", "set", "auto", "").stdout())
        .isEqualTo("false\ntrue\n");
    assertThat(terminal.run("__complete", "--", "settings", "set", "hold.overflow", "d").stdout())
        .isEqualTo("drop-oldest\n");
    assertThat(terminal.run("__complete", "--", "settings", "get", "log").stdout())
        .isEqualTo("log.level\n");
    assertThat(terminal.run("__complete", "--", "settings", "").stdout())
        .isEqualTo("get\nreset\nset\n");
  }

  @Test
  void theWideStatusNamesTheSettingsOfAService() throws Exception {
    Terminal terminal = new Terminal(root);
    StatusReply status = Samples.status();
    List<ServiceStatus> services = new ArrayList<>(status.services());
    services.set(0, services.getFirst().with(List.of("lazy", "hold.timeout")));
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.STATUS,
          new StatusReply(status.overall(), status.daemon(), services, List.of(), List.of())
              .toJson());

      List<String> lines = terminal.run("status", "-o", "wide").stdout().lines().toList();

      assertThat(lines.getFirst()).endsWith("  SETTINGS");
      assertThat(lines).anyMatch(line -> line.endsWith("  lazy,hold.timeout"));
      assertThat(terminal.run("status").stdout()).doesNotContain("SETTINGS");
    }
  }
}
