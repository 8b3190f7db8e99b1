package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launchd agent. {@code LaunchdAgentIT} has its syntax checked by another program. */
class AgentTextTest {
  private static final Path OUTPUT = Path.of("/Users/me/.local/state/localport/logs/daemon.out");

  private static String agent(ServiceProgram program, Map<String, String> variables) {
    return AgentText.agent("dev.localport.daemon", program, variables, OUTPUT);
  }

  @Test
  void theAgentIsTheGoldenFile() throws IOException {
    Map<String, String> variables =
        Map.of("PATH", "/opt/homebrew/bin:/usr/bin:/bin", "AWS_PROFILE", "R&D <team>");

    assertThat(agent(Services.PROGRAM, variables))
        .isEqualTo(Services.golden("dev.localport.daemon.plist"));
  }

  @Test
  void wordsAreEscapedForXml() {
    assertThat(agent(Services.odd(), Map.of()))
        .contains("<string>/opt/ü $HOME &amp; &lt;x&gt;/*</string>")
        .contains("<string></string>");
  }

  @Test
  void whatWasWrittenIsReadBack() {
    assertThat(AgentText.read(agent(Services.odd(), Map.of("A", "<array>"))))
        .contains(
            new Installed(Path.of("/Users/me/.local/state/localport"), Services.odd().named()));
  }

  @Test
  void anAgentOfSomebodyElseIsNotOurs() {
    assertThat(AgentText.read("<plist version=\"1.0\"><dict/></plist>")).isEmpty();
  }

  @Test
  void whatXmlCannotHoldIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent(Services.PROGRAM, Map.of("A", "\u0001")));
  }
}
