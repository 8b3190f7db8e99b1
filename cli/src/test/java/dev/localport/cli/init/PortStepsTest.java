package dev.localport.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which local port a remote one gets. */
class PortStepsTest {
  @ParameterizedTest(name = "{0}/{1}:{2}")
  @CsvSource({
    "shop, web, 80, 8080",
    "shop, web, 443, 8443",
    "shop, web, 1, 8001",
    "shop, web, 1023, 9023",
    "shop, web, 1024, 1024",
    "shop, web, 5432, 5432",
    "other, db, 65535, 65535"
  })
  void theFirstIsTheSameNumberOr8000More(String namespace, String name, int port, int expected) {
    assertThat(PortSteps.of(namespace, name, port).findFirst()).hasValue(expected);
  }

  /* Written down: files of a team must not change with the version. */
  @ParameterizedTest(name = "{0}/{1}:{2}")
  @CsvSource({"shop, web, 80, 24303, 24304", "pay, web, 80, 22773, 22774"})
  void theNextFollowFromTheNamesAlone(
      String namespace, String name, int port, int second, int third) {
    assertThat(PortSteps.of(namespace, name, port).limit(3).skip(1)).containsExactly(second, third);
  }

  @Test
  void allOfThemLieBelowThePortsOfOutgoingConnections() {
    assertThat(PortSteps.of("shop", "web", 80).skip(1).distinct())
        .hasSize(20_000)
        .allMatch(port -> port >= 10_000 && port < 30_000);
  }
}
