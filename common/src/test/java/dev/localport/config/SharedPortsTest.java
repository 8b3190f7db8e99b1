package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedPortsTest {
  private static final String TWO =
      """
      version: "1.0"
      services:
      - {name: db, connection: {resource_name: db}, local_port: 5432, remote_port: 5432%s}
      - {name: web, connection: {resource_name: web}, ports: ["80", "5432:80"]%s}
      """;
  private static final String MESSAGE =
      "localport.yaml:4:63: services[1].ports[1]: local port 5432 is also used by db"
          + " (localport.yaml:3:59); use another port, local_port: auto, or bind_address: auto: only one of the two can run at a"
          + " time";

  @Test
  void twoServicesWithOneLocalPortAreAWarningWithBothPlaces() {
    assertThat(problems(false, "", "")).isEqualTo("warning " + MESSAGE);
  }

  @Test
  void twoServicesWithOneLocalPortAreAnErrorUnderStrict() {
    ConfigResult result = ConfigReader.read("localport.yaml", TWO.formatted("", ""), true);

    assertThat(result).isInstanceOf(ConfigResult.Refused.class);
    assertThat(Read.problems(result)).isEqualTo("error " + MESSAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, ::1, false",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.2, 127.0.0.2, true",
    "0.0.0.0, 127.0.0.2, true",
    "127.0.0.2, 0.0.0.0, true",
    "0.0.0.0, ::1, false",
    "::, 127.0.0.2, true",
    "::, 0.0.0.0, true",
    "localhost, 127.0.0.1, true"
  })
  void onlyAddressesThatOverlapShareAPort(String one, String two, boolean shared) {
    String keys = ", expose: true, bind_address: \"%s\"";

    assertThat(problems(true, keys.formatted(one), keys.formatted(two)).isEmpty())
        .isEqualTo(!shared);
  }

  @Test
  void loopbackIsTheDefaultOfBothFamilies() {
    assertThat(problems(false, "", ", bind_address: \"::1\"")).contains("local port 5432");
    assertThat(problems(false, "", ", bind_address: 127.0.0.1")).contains("local port 5432");
    assertThat(problems(false, "", ", bind_address: 127.0.0.2")).isEmpty();
  }

  @Test
  void aDisabledServiceTakesNoPort() {
    assertThat(problems(true, ", enabled: false", "")).isEmpty();
    assertThat(problems(true, "", ", enabled: false")).isEmpty();
  }

  @Test
  void anyFreePortIsNotShared() {
    String text =
        """
        version: "1.0"
        services:
        - {name: db, connection: {resource_name: db}, local_port: auto, remote_port: 5432}
        - {name: web, connection: {resource_name: web}, local_port: auto, remote_port: 80}
        """;

    assertThat(Read.services(text)).hasSize(2);
  }

  private static String problems(boolean strict, String first, String second) {
    return Read.problems(ConfigReader.read("localport.yaml", TWO.formatted(first, second), strict));
  }
}
