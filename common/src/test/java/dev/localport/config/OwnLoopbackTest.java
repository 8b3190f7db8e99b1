package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnLoopbackTest {
  @Test
  void isOutsideOfWhatOthersUseAndNoNetworksOwnAddress() {
    for (int i = 0; i < 10_000; i++) {
      InetAddress address = OwnLoopback.of("service-" + i);
      byte[] bytes = address.getAddress();

      assertThat(address.isLoopbackAddress()).isTrue();
      assertThat(bytes[1]).isBetween((byte) 64, (byte) 127);
      assertThat(bytes[3] & 0xff).isBetween(1, 254);
    }
  }

  @Test
  void fewNamesMeet() {
    Set<InetAddress> seen = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      seen.add(OwnLoopback.of("db-" + i));
    }

    assertThat(seen).hasSize(300);
  }
}
