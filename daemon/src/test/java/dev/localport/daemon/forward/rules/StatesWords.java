package dev.localport.daemon.forward.rules;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The words of {@code forward-rules.txt} as {@code docs/states.md} says them; others stay as they
 * are.
 */
final class StatesWords {
  private static final Map<String, String> HEADS =
      Map.of("next", "next state", "effects", "what LocalPort does");

  private static final Map<String, String> EVENTS =
      Map.ofEntries(
          Map.entry("start", "you start it"),
          Map.entry("stop", "you stop it"),
          Map.entry("reconnect", "you ask for a reconnect"),
          Map.entry("up", "a session answers a ping"),
          Map.entry("lost", "the last session is lost"),
          Map.entry("late", "the last session does not answer"),
          Map.entry("recovered", "a late session answers again"),
          Map.entry("attempt failed", "the attempt failed"),
          Map.entry("timer", "the delay is over"),
          Map.entry("away", "the cluster goes offline"),
          Map.entry("back", "the cluster is back"),
          Map.entry("good sign", "good sign"),
          Map.entry("target found", "the target is resolved"),
          Map.entry("troubled", "a pod or an attempt has trouble"),
          Map.entry("unanswered", "a session or an attempt got no answer"),
          Map.entry("auto off", "`reconnect.auto` is set to `false`"),
          Map.entry("idle timeout", "`idle_timeout` is over"),
          Map.entry("connection", "a client connects"));

  private static final Map<String, String> EFFECTS =
      Map.ofEntries(
          Map.entry("BIND", "opens the local ports"),
          Map.entry("UNBIND", "closes the local ports"),
          Map.entry("DIAL", "opens a session"),
          Map.entry("ABANDON", "cancels the running attempt"),
          Map.entry("DRAIN_SESSIONS", "drains the sessions"),
          Map.entry("IDLE", "drains the sessions, stops watching pods"),
          Map.entry("CLOSE_SESSIONS", "closes the sessions"),
          Map.entry("REFRESH_PODS", "refreshes the pods"),
          Map.entry("JOIN_CLUSTER", "subscribes to the cluster's monitor"),
          Map.entry("LEAVE_CLUSTER", "unsubscribes from the cluster's monitor"),
          Map.entry("SUSPECT_CLUSTER", "asks the cluster's monitor for a probe"),
          Map.entry("REPORT_TROUBLE", "asks the cluster's monitor for events"),
          Map.entry("HEALTH_CONNECTED", "starts health checks"),
          Map.entry("HEALTH_DISCONNECTED", "pauses health checks"),
          Map.entry("HEALTH_CLUSTER_AWAY", "pauses health checks"),
          Map.entry("HEALTH_CLUSTER_BACK", "resumes health checks"));

  /* What follows a state's word: whole, or between its commas. */
  private static final Map<String, String> DETAILS =
      Map.ofEntries(
          Map.entry("first", "first attempt"),
          Map.entry("after 2", "after 2 failed attempts"),
          Map.entry("after all", "after all attempts"),
          Map.entry("uncounted", "this one not counted"),
          Map.entry("now", ""),
          Map.entry("young", "for less than 10 s"),
          Map.entry("old", "for 10 s or longer"),
          Map.entry("2", "attempt 2"),
          Map.entry("1, in 1 s", "attempt 1 in 1 s"),
          Map.entry("1, at once", "attempt 1, running"),
          Map.entry("3, at once", "attempt 3, running"),
          Map.entry("2, in 2 s", "attempt 2 in 2 s"),
          Map.entry("3, in 4 s", "attempt 3 in 4 s"),
          Map.entry("later", "waiting"),
          Map.entry("due", "delay over"),
          Map.entry("under way", "attempt running"),
          Map.entry("cluster_offline, under way", "`cluster_offline`"),
          Map.entry("*", "other reasons"),
          Map.entry("circuit_open, later", "`circuit_open`, waiting"),
          Map.entry("circuit_open, due", "`circuit_open`, delay over"),
          Map.entry("circuit_open, under way", "`circuit_open`, attempt running"),
          Map.entry("first away", "`cluster_offline`"),
          Map.entry("away after 2", "`cluster_offline`, after 2 failed attempts"),
          Map.entry("just now", "last attempt less than 10 s ago"),
          Map.entry("long ago", "last attempt 10 s ago or earlier"));

  private StatesWords() {}

  static String head(String head) {
    return HEADS.getOrDefault(head, head);
  }

  static String event(String event) {
    return EVENTS.getOrDefault(event, event);
  }

  /** Returns a state, and after a colon those of its variants that are meant, if not all. */
  static String state(String base, Set<String> variants) {
    String which =
        variants.stream().map(variant -> details(base, variant)).collect(Collectors.joining("; "));
    return "`%s`".formatted(base) + (which.isEmpty() ? "" : ": " + which);
  }

  static String next(String state) {
    if (state.equals("same")) {
      return "no change";
    }
    String base = state.replaceFirst("[ ,].*", "");
    return state(base, Set.of(state)).replace("other reasons", "same reason");
  }

  static String does(String effects) {
    return list(List.of(effects.split(", *", -1)), StatesWords::effect);
  }

  private static String effect(String effect) {
    return EFFECTS.getOrDefault(effect, effect.toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static String details(String base, String state) {
    String rest = state.substring(base.length()).replaceFirst("^[ ,]+", "");
    String whole = DETAILS.get(rest);
    return whole != null ? whole : list(List.of(rest.split(", ", -1)), StatesWords::detail);
  }

  private static String detail(String detail) {
    return DETAILS.getOrDefault(detail, detail);
  }

  private static String list(Collection<String> words, UnaryOperator<String> say) {
    return words.stream()
        .map(say)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
