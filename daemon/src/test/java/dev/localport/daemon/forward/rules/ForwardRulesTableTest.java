package dev.localport.daemon.forward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.BreakerConfig;
import dev.localport.config.ReconnectConfig;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.recovery.AttemptCount;
import dev.localport.daemon.recovery.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole table of states and events, as {@code forward-rules.txt} writes it out. */
class ForwardRulesTableTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Failure BEFORE = new Failure(FailureKind.SESSION, "what was wrong before");
  private static final Failure FRESH = new Failure(FailureKind.SESSION, "what went wrong now");
  private static final Failure AWAY =
      new Failure(FailureKind.UNREACHABLE, "the cluster does not respond");
  private static final AttemptCount TWO = new AttemptCount(2, 2);
  private static final AttemptCount THREE = new AttemptCount(3, 3);
  private static final ForwardRules RULES =
      new ForwardRules(
          new Backoff(ReconnectConfig.DEFAULT, () -> 0.5), BreakerConfig.DEFAULT, false, true);

  private static final Map<String, ForwardState> STATES = states();
  private static final Map<String, ForwardEvent> EVENTS = events();

  private static Map<String, ForwardState> states() {
    Map<String, ForwardState> states = new LinkedHashMap<>();
    states.put("stopped", new Stopped());
    states.put("connecting, first", new Connecting(AttemptCount.NONE, true));
    states.put("connecting, after 2", new Connecting(TWO, true));
    states.put("connecting, after 2, uncounted", new Connecting(TWO, false));
    states.put("connecting, after all, counted", new Connecting(new AttemptCount(10, 0), true));
    states.put("connecting, after all, uncounted", new Connecting(new AttemptCount(10, 0), false));
    states.put("connected, now", new Connected(NOW, AttemptCount.NONE));
    states.put("connected, now, after 2", new Connected(NOW, TWO));
    states.put("connected, young, after 2", new Connected(NOW.minusMillis(9_999), TWO));
    states.put("connected, old, after 2", new Connected(NOW.minusSeconds(10), TWO));
    states.put("idle", new Idle());
    states.put("disconnected", new Disconnected(BEFORE));
    states.put("reconnecting 1, in 1 s", retry(new AttemptCount(1, 1), NOW.plusSeconds(1), FRESH));
    states.put("reconnecting 1, at once", retry(new AttemptCount(1, 1), null, FRESH));
    states.put("reconnecting 3, at once", retry(THREE, null, FRESH));
    states.put("reconnecting 2, in 2 s", retry(new AttemptCount(2, 3), NOW.plusSeconds(2), FRESH));
    states.put("reconnecting 2, later", retry(TWO, NOW.plusMillis(1), BEFORE));
    states.put("reconnecting 2, due", retry(TWO, NOW, BEFORE));
    states.put("reconnecting 2, under way", retry(TWO, null, BEFORE));
    states.put("reconnecting 3, in 4 s", retry(THREE, NOW.plusSeconds(4), FRESH));
    states.put("failed, just now", new Failed(BEFORE, NOW.minusMillis(9_999)));
    states.put("failed, long ago", new Failed(BEFORE, NOW.minusSeconds(10)));
    for (SuspendedReason reason : SuspendedReason.values()) {
      String name = "suspended " + reason.word();
      states.put(name + ", later", wait(reason, NOW.plusMillis(1)));
      states.put(name + ", due", wait(reason, NOW));
      states.put(name + ", under way", wait(reason, null));
    }
    states.put(
        "suspended, first away",
        new Suspended(SuspendedReason.CLUSTER_OFFLINE, AWAY, null, 0, AttemptCount.NONE));
    states.put(
        "suspended, away after 2",
        new Suspended(SuspendedReason.CLUSTER_OFFLINE, AWAY, null, 0, TWO));
    return states;
  }

  private static Reconnecting retry(AttemptCount tries, @Nullable Instant at, Failure cause) {
    return new Reconnecting(tries, at, cause);
  }

  private static Suspended wait(SuspendedReason reason, @Nullable Instant at) {
    return new Suspended(reason, BEFORE, at, 1, TWO);
  }

  private static Map<String, ForwardEvent> events() {
    Map<String, ForwardEvent> events = new LinkedHashMap<>();
    events.put("start", new ForwardEvent.StartAsked());
    events.put("stop", new ForwardEvent.StopAsked());
    events.put("reconnect", new ForwardEvent.ReconnectAsked());
    events.put("up", new ForwardEvent.SessionUp());
    events.put("lost", new ForwardEvent.SessionLost(FRESH));
    events.put("late", new ForwardEvent.SessionLate(FRESH));
    events.put("recovered", new ForwardEvent.SessionRecovered());
    events.put("attempt failed", new ForwardEvent.AttemptFailed(FRESH));
    events.put("target found", new ForwardEvent.TargetFound());
    events.put("unanswered", new ForwardEvent.Unanswered());
    events.put("troubled", new ForwardEvent.Troubled());
    events.put("timer", new ForwardEvent.TimerFired());
    events.put("away", new ForwardEvent.ClusterAway(AWAY));
    events.put("back", new ForwardEvent.ClusterBack());
    events.put("good sign", new ForwardEvent.GoodSign());
    events.put("auto off", new ForwardEvent.AutoOff(BEFORE));
    events.put("idle timeout", new ForwardEvent.IdleTimeout());
    events.put("connection", new ForwardEvent.ConnectionArrived());
    return events;
  }

  /** One cell of the table. */
  record Cell(String state, String event, String next, List<ForwardEffect> effects) {
    @Override
    public String toString() {
      String stays = next.equals(state) && effects.isEmpty() ? "it stays" : "it is " + next;
      String does = effects.isEmpty() ? "" : " and has to " + effects;
      return "%s; %s: %s%s".formatted(state, event, stays, does);
    }
  }

  private static List<Cell> cells() {
    try (InputStream in =
        Objects.requireNonNull(
            ForwardRulesTableTest.class.getResourceAsStream("forward-rules.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Cell> cells = new LinkedHashMap<>();
      List<String> rows =
          text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      rows.stream()
          .filter(line -> line.contains("*"))
          .flatMap(ForwardRulesTableTest::cells)
          .forEach(cell -> cells.put(cell.state() + "; " + cell.event(), cell));
      List<Cell> own =
          rows.stream()
              .filter(line -> !line.contains("*"))
              .flatMap(ForwardRulesTableTest::cells)
              .toList();
      own.forEach(cell -> cells.remove(cell.state() + "; " + cell.event())); // it goes before *
      return Stream.concat(own.stream(), cells.values().stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Cell> cells(String line) {
    String[] columns =
        Arrays.stream(line.split("\\|", 4)).map(String::strip).toArray(String[]::new);
    List<ForwardEffect> effects =
        Arrays.stream(columns[3].split(",", -1))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .map(ForwardEffect::valueOf)
            .toList();
    List<Cell> cells = new ArrayList<>();
    for (String state : variants(columns[0])) {
      for (String event : columns[1].split(", ", -1)) {
        cells.add(new Cell(state, event, next(columns[2], columns[0], state), effects));
      }
    }
    return cells.stream();
  }

  /**
   * "suspended *, due" stands for every reason but cluster_offline, which has rows of its own; so
   * may another reason have for some event.
   */
  private static List<String> variants(String state) {
    return state.contains("*")
        ? Arrays.stream(SuspendedReason.values())
            .filter(reason -> reason != SuspendedReason.CLUSTER_OFFLINE)
            .map(reason -> state.replace("*", reason.word()))
            .toList()
        : List.of(state);
  }

  private static String next(String written, String pattern, String state) {
    if (written.equals("same")) {
      return state;
    }
    String reason = pattern.contains("*") ? state.replaceFirst("suspended ([a-z_]+),.*", "$1") : "";
    return written.replace("*", reason);
  }

  static Stream<Arguments> table() {
    return cells().stream().map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void holds(Cell cell) {
    ForwardState before = Objects.requireNonNull(STATES.get(cell.state()), cell.state());
    ForwardEvent event = Objects.requireNonNull(EVENTS.get(cell.event()), cell.event());
    ForwardState expected = Objects.requireNonNull(STATES.get(cell.next()), cell.next());

    Step<ForwardState, ForwardEffect> step = RULES.next(before, event, NOW);

    assertThat(step).isEqualTo(new Step<>(expected, cell.effects()));
  }

  @Test
  void hasEveryCellOnce() {
    List<String> written =
        cells().stream().map(cell -> cell.state() + "; " + cell.event()).toList();
    List<String> wanted = new ArrayList<>();
    for (String state : STATES.keySet()) {
      for (String event : EVENTS.keySet()) {
        if (isStart(state)) {
          wanted.add(state + "; " + event);
        }
      }
    }

    assertThat(written).containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** The rest are names of outcomes alone. */
  private static boolean isStart(String state) {
    return !state.startsWith("reconnecting 1")
        && !state.startsWith("reconnecting 3")
        && !state.equals("reconnecting 2, in 2 s")
        && !state.startsWith("connected, now")
        && !state.startsWith("connecting, after all")
        && !state.startsWith("suspended, ")
        && !state.equals("suspended cluster_offline, later")
        && !state.equals("suspended cluster_offline, due");
  }
}
