package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceConfigTest {
  private static final ServiceConfig DB = Read.service("local_port: 1, remote_port: 2");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local_port: 3, remote_port: 2",
        "local_port: 1, remote_port: 3",
        "local_port: 1, remote_port: 2, bind_address: 127.0.0.2"
      })
  void otherPortsOrAddressesLeadElsewhere(String keys) {
    assertThat(DB.leadsAs(Read.service(keys))).isFalse();
  }

  @Test
  void anotherNameOrTargetLeadsElsewhere() {
    ServiceConfig other =
        Read.services(
                "version: \"1.0\"\nservices:\n- {name: db, connection: {resource_name: web}, "
                    + "local_port: 1, remote_port: 2}")
            .getFirst();

    assertThat(DB.leadsAs(DB.named("web"))).isFalse();
    assertThat(DB.leadsAs(other)).isFalse();
  }

  @Test
  void allElseMayChangeWhileItIsForwarded() {
    ServiceConfig other =
        Read.service("local_port: 1, remote_port: 2, tags: [a], reconnect: {max_attempts: 3}");

    assertThat(DB.leadsAs(other)).isTrue();
    assertThat(DB.isSameAs(other)).isFalse();
  }
}
