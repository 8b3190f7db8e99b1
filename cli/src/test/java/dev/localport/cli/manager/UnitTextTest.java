package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The systemd unit. What systemd makes of the odd texts here is shown by {@code SystemdIT}. */
class UnitTextTest {
  private static final Path STATE = Path.of("/home/me/.local/state/localport");

  private static String unit(ServiceProgram program) {
    return UnitText.unit(program, Map.of(), STATE.resolve("service.env"), STATE);
  }

  private static String line(String unit, String key) {
    return unit.lines().filter(line -> line.startsWith(key)).findFirst().orElse("");
  }

  @Test
  void theUnitIsTheGoldenFile() throws IOException {
    assertThat(unit(Services.PROGRAM)).isEqualTo(Services.golden("localport.service"));
  }

  @Test
  void wordsStayTheSameWhateverTheyContain() {
    String unit = unit(Services.odd());

    assertThat(line(unit, "ExecStart="))
        .isEqualTo(
            """
            ExecStart="/opt/a \\"j\\" 100%%i/java" "-cp" "/opt/ü $$HOME & <x>/*" "it's" "back\\\\slash" ""\
            """);
    assertThat(line(unit, "ExecReload=")).isEqualTo("ExecReload=\"/bin/true\" \"$${HOME}\"");
  }

  @Test
  void theStateFolderOfAnotherHomeStandsInTheUnitItself() {
    Path state = Path.of("/data/100% mine");

    String unit =
        UnitText.unit(
            Services.PROGRAM,
            Map.of("LOCALPORT_HOME", "/data/100% \"mine\""),
            state.resolve("service.env"),
            state);

    assertThat(line(unit, "Environment="))
        .isEqualTo("Environment=\"LOCALPORT_HOME=/data/100%% \\\"mine\\\"\"");
    assertThat(line(unit, "EnvironmentFile="))
        .isEqualTo("EnvironmentFile=-/data/100%% mine/service.env");
  }

  @Test
  void aLineEndCannotBeginASettingOfItsOwn() {
    Path state = Path.of("/data/a\nExecStart=x");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnitText.unit(Services.PROGRAM, Map.of(), STATE, state));
  }

  @Test
  void whatWasWrittenIsReadBack() {
    assertThat(UnitText.read(unit(Services.odd())))
        .contains(new Installed(STATE, Services.odd().named()));
  }

  @Test
  void aUnitOfSomebodyElseIsNotOurs() {
    assertThat(UnitText.read("[Service]\nExecStart=/usr/bin/localport\n")).isEmpty();
  }

  @Test
  void variablesAreQuotedAsSystemdUnquotesThem() {
    Map<String, String> variables =
        new TreeMap<>(
            Map.of("A", "plain", "B", "  \"q\" \\ $HOME `x` 100% 'it' ü #;", "LC_ALL", "C"));

    assertThat(UnitText.variables(variables))
        .isEqualTo(
            """
            # Written by "localport daemon install" from the shell it ran in.
            A="plain"
            B="  \\"q\\" \\\\ \\$HOME \\`x\\` 100% 'it' ü #;"
            LC_ALL="C"
            """);
  }
}
