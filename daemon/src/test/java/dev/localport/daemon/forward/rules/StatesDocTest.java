package dev.localport.daemon.forward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.api.ServiceStatus;
import dev.localport.config.ReconnectConfig;
import dev.localport.daemon.recovery.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/states.md} says what the rules, the words on the wire and the backoff say. */
class StatesDocTest {
  private static final String SERVICE = "States of a service";
  private static final String CLUSTER = "States of a cluster";
  private static final String UPDATE = "LOCALPORT_UPDATE_DOCS";

  /** They lead to the same state from everywhere: the page has a sentence for each. */
  private static final Set<String> NOT_DRAWN = Set.of("stop", "reconnect");

  private static final double ALMOST_ONE = Math.nextDown(1.0);

  private static void assertHolds(String name, String lines) throws IOException {
    StatesDoc page = StatesDoc.read();
    String expected = page.with(name, lines);
    if (Boolean.parseBoolean(System.getenv(UPDATE))) {
      Files.writeString(StatesDoc.PAGE, expected);
      return;
    }
    assertThat(page.text())
        .as(
            "the part \"%s\" of docs/states.md is out of date; this writes it: %s=true ./mvnw test"
                + " -pl daemon -am -Dtest=StatesDocTest -Dsurefire.failIfNoSpecifiedTests=false",
            name, UPDATE)
        .isEqualTo(expected);
  }

  @Test
  void showsTheRulesAsTheTableHasThem() throws IOException {
    assertHolds("transitions", StatesDoc.transitions(StatesDoc.rules()));
  }

  @Test
  void showsTheDelaysThatTheBackoffGives() throws IOException {
    ReconnectConfig defaults = ReconnectConfig.DEFAULT;
    StringBuilder table =
        new StringBuilder("| attempt | delay | with jitter |\n| --- | --- | --- |\n");
    IntStream.rangeClosed(1, defaults.maxAttempts())
        .mapToObj(attempt ->
            "| %d | %s | %s to %s |\n"
                .formatted(
                    attempt, delay(attempt, 0.5), delay(attempt, 0), delay(attempt, ALMOST_ONE)))
        .forEach(table::append);

    assertHolds("delays", table.toString());
  }

  private static String delay(int attempt, double random) {
    double millis = new Backoff(ReconnectConfig.DEFAULT, () -> random).before(attempt).toMillis();
    return String.format(Locale.ROOT, "%.1f s", millis / 1000).replace(".0 s", " s");
  }

  @Test
  void explainsEachStateReasonAndStateOfACluster() throws IOException {
    StatesDoc page = StatesDoc.read();

    assertThat(page.words(SERVICE)).isEqualTo(ServiceStatus.STATES);
    assertThat(page.words("Why a service is suspended"))
        .containsExactlyElementsOf(
            Stream.of(SuspendedReason.values()).map(SuspendedReason::word).toList());
    assertThat(page.words(CLUSTER)).containsExactlyElementsOf(clusterStates());
  }

  @Test
  void drawsEachWayFromStateToState() throws IOException {
    List<String> ways =
        StatesDoc.rules().stream()
            .filter(rule -> !NOT_DRAWN.contains(rule.event()) && !rule.next().equals("same"))
            .map(rule -> rule.base() + " → " + rule.next().replaceFirst("[ ,].*", ""))
            .filter(way -> !way.matches("(\\w+) → \\1"))
            .toList();

    assertThat(StatesDoc.read().arrows(SERVICE)).isNotEmpty().containsAll(ways);
  }

  @Test
  void drawsTheStatesThatThereAre() throws IOException {
    assertThat(drawn(SERVICE)).containsExactlyInAnyOrderElementsOf(ServiceStatus.STATES);
    assertThat(drawn(CLUSTER)).containsExactlyInAnyOrderElementsOf(clusterStates());
  }

  private static List<String> drawn(String section) throws IOException {
    return StatesDoc.read().arrows(section).stream()
        .flatMap(arrow -> Stream.of(arrow.split(" → ", -1)))
        .distinct()
        .toList();
  }

  private static List<String> clusterStates() {
    return Stream.of(ClusterState.values()).map(ClusterState::word).toList();
  }
}
