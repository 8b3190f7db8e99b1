package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code liveness-rules.txt}. */
class LivenessRulesTableTest {
  private static final Duration NOW = Duration.ofHours(1);
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final Duration PROOF = Duration.ofSeconds(3);
  private static final Duration LONG_AGO = Duration.ofDays(365);
  private static final LivenessRules RULES = new LivenessRules(SessionFixture.PATIENCE);

  /** One line of the table. */
  record Line(String state, String seen, String next, String effects, String look) {
    @Override
    public String toString() {
      return "%s; %s: %s [%s] %s".formatted(state, seen, next, effects, look);
    }
  }

  static List<Line> lines() {
    try (InputStream in =
        Objects.requireNonNull(
            LivenessRulesTableTest.class.getResourceAsStream("liveness-rules.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Arrays.stream((line + " ").split("\\|", 5)).map(String::strip).toList())
          .map(cells ->
              new Line(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void followsTheTable(Line line) {
    Liveness state = state(line.state());

    LivenessStep step = RULES.next(state, event(state, line.seen()));

    assertThat(step.next()).isEqualTo(state(line.next()));
    assertThat(step.effects()).extracting(Enum::name).isEqualTo(effects(line.effects()));
    assertThat(step.lookAfter()).isEqualTo(line.look().isEmpty() ? null : seconds(line.look()));
  }

  private static List<String> effects(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(", ", -1));
  }

  private static Duration seconds(String number) {
    return Duration.ofMillis(new BigDecimal(number).movePointRight(3).longValueExact());
  }

  private static Duration ago(String number) {
    return NOW.minus(seconds(number));
  }

  private static Liveness state(String text) {
    if (text.equals("alive")) {
      return new Liveness.Alive();
    }
    if (text.startsWith("dead ")) {
      Duration silent = seconds(find("dead ([0-9.]+)", text).orElseThrow());
      return new Liveness.Dead(
          text.endsWith("proven") ? Failures.dead(silent) : Failures.silent(silent));
    }
    Duration limit = text.startsWith("proof") ? PROOF : LIMIT;
    Liveness.Trial trial = trial(text);
    MatchResult late = match("(late|was behind) ([0-9.]+)/([0-9.]+)", text);
    if (late != null) {
      Duration since = ago(late.group(2));
      return new Liveness.Late(
          new Liveness.Query(ago(late.group(3)), limit, retransmitted(text), calm(text), trial),
          since,
          text.endsWith("asked again") ? NOW : since,
          late.group(1).equals("was behind"));
    }
    Duration at = ago(find("(?:asked|proof|behind) ([0-9.]+)", text).orElseThrow());
    Liveness.Query query = new Liveness.Query(at, limit, retransmitted(text), calm(text), trial);
    return text.startsWith("behind") ? new Liveness.Behind(query) : new Liveness.Asked(query);
  }

  private static long retransmitted(String text) {
    return text.contains(", tcp") ? 0 : Liveness.Query.UNKNOWN;
  }

  private static Liveness.@Nullable Calm calm(String text) {
    return find("calm ([0-9.]+)", text).map(since -> new Liveness.Calm(1, ago(since))).orElse(null);
  }

  private static Liveness.@Nullable Trial trial(String text) {
    MatchResult found = match("trial ([0-9.]+)(?: repeated ([0-9.]+))?", text);
    return found == null
        ? null
        : new Liveness.Trial(
            ago(found.group(1)), 0, found.group(2) == null ? null : ago(found.group(2)));
  }

  private static Optional<String> find(String pattern, String text) {
    MatchResult found = match(pattern, text);
    return found == null ? Optional.empty() : Optional.of(found.group(1));
  }

  private static @Nullable MatchResult match(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.toMatchResult() : null;
  }

  private static LivenessEvent event(Liveness state, String seen) {
    MatchResult wanted = match("^(?:ping|proof) wanted ([0-9]+)$", seen);
    if (wanted != null) {
      return new LivenessEvent.PingWanted(NOW, seconds(wanted.group(1)));
    }
    return switch (seen) {
      case "heard" -> new LivenessEvent.Heard(NOW);
      case "answered" -> new LivenessEvent.Answered();
      default -> look(state, seen);
    };
  }

  private static LivenessEvent look(Liveness state, String seen) {
    Liveness.Query query = state.query();
    String silence =
        Stream.of("silent ([0-9.]+)", "heard ([0-9.]+) ago")
            .flatMap(pattern -> find(pattern, seen).stream())
            .findFirst()
            .orElse(null);
    Duration silent =
        silence != null ? seconds(silence) : query == null ? LONG_AGO : NOW.minus(query.at());
    return new LivenessEvent.Looked(
        NOW,
        silent,
        silent,
        seen.contains("stalled"),
        seen.contains("slow"),
        find("data ([0-9.]+)", seen).map(LivenessRulesTableTest::seconds).orElse(Duration.ZERO),
        find("others ([0-9.]+)", seen).map(LivenessRulesTableTest::seconds).orElse(LONG_AGO),
        find("answers ([0-9.]+)", seen).map(first -> new Witness(ago(first), NOW)).orElse(null),
        tcp(seen));
  }

  private static @Nullable TcpFlow tcp(String seen) {
    int repeated = seen.endsWith("again") ? 1 : 0;
    return seen.contains("unacknowledged")
        ? new TcpFlow(1, repeated)
        : seen.contains("acknowledged") ? new TcpFlow(0, repeated) : null;
  }
}
