package dev.localport.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of a file is shown above the question whether to write it. */
class PreviewTest {
  private static final Preview THREE =
      new Preview(
          """
          version: "1.0"

          services:
            # service in shop: 80
            - name: api
              ports:
                - {name: http, local: 8080, remote: 80}

            # service in shop: 5432
            - name: db
              local_port: 5432

            - name: web
              local_port: 8081
          """
              .lines()
              .toList());

  @Test
  void whatFitsIsWhole() {
    assertThat(THREE.fits(14, 80)).isTrue();
    assertThat(THREE.fits(13, 80)).isFalse();
  }

  @Test
  void aLineThatIsWiderThanTheTerminalTakesSeveralRows() {
    assertThat(new Preview(List.of("a".repeat(81))).fits(1, 80)).isFalse();
    assertThat(new Preview(List.of("a".repeat(80))).fits(1, 80)).isTrue();
  }

  @Test
  void theHeadEndsBehindAServiceAndCountsTheRest() {
    assertThat(THREE.head(13, 80))
        .containsExactlyElementsOf(
            List.of(
                THREE.lines().getFirst(),
                "",
                "services:",
                "  # service in shop: 80",
                "  - name: api",
                "    ports:",
                "      - {name: http, local: 8080, remote: 80}",
                "",
                "  # service in shop: 5432",
                "  - name: db",
                "    local_port: 5432",
                "... 3 more lines, with 1 service"));
    assertThat(THREE.head(9, 80)).hasSize(8).endsWith("... 7 more lines, with 2 services");
  }

  @Test
  void aTerminalWithFewRowsShowsTheBeginningOfTheFirstService() {
    assertThat(THREE.head(6, 80))
        .endsWith("  # service in shop: 80", "  - name: api", "... 9 more lines, with 2 services");
    assertThat(THREE.head(0, 80))
        .containsExactly(THREE.lines().getFirst(), "... 13 more lines, with 3 services");
  }
}
