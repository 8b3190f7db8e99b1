package dev.localport.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalHostTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9464",
        "metrics.localhost:80",
        "127.0.0.1",
        "127.1.2.3:9464",
        "[::1]",
        "[::1]:9464",
        "127.0.0.1:",
        "127.1"
      })
  void loopbackNamesAndAddressesAreThisMachine(String host) {
    assertThat(LocalHost.isNamedBy(List.of(host))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:9464",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "10.0.0.7:9464",
        "[::2]",
        "[::1",
        "::1",
        "localhost/x",
        "evil@localhost",
        "0.0.0.0"
      })
  void everyOtherHostIsNot(String host) {
    assertThat(LocalHost.isNamedBy(List.of(host))).isFalse();
  }

  @Test
  void aRequestNamesOneHost() {
    assertThat(LocalHost.isNamedBy(null)).isFalse();
    assertThat(LocalHost.isNamedBy(List.of())).isFalse();
    assertThat(LocalHost.isNamedBy(List.of("localhost", "evil.example"))).isFalse();
  }
}
