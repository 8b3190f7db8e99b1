package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardPortTest {
  @ParameterizedTest
  @CsvSource({
    "8080, 8080, 8080",
    "8080:80, 8080, 80",
    ":80, 0, 80",
    "0:80, 0, 80",
    "65535:1, 65535, 1",
    "8443:https, 8443, https",
    ":http-2, 0, http-2",
    "http, 0, http",
    "080:0443, 80, 443"
  })
  void readsPortsAsKubectlDoes(String text, int local, String remote) throws UsageException {
    assertThat(ForwardPort.of(text)).isEqualTo(new ForwardPort(local, remote));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "80:", "0", "65536", "-1", "80:70000", "a:b", "8 0", "80/tcp"})
  void refusesWhatIsNoPort(String text) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> ForwardPort.of(text))
        .withMessageContaining("\"" + text + "\" is not a port; use REMOTE, LOCAL:REMOTE");
  }
}
