package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.config.NotifyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A journal and one hook that listens to it, with time that a test moves. Confined to one thread.
 */
final class Play {
  private static final Instant BEGINNING = Instant.parse("2026-11-30T08:00:00Z");
  private static final Duration STEP = Duration.ofMillis(100);

  final List<Notice> notices = new ArrayList<>();
  private final Situation situation = new Situation();
  private final Grouper grouper;
  private Duration now = Duration.ofSeconds(100);
  private long sequence;

  /** A hook that listens to these words. */
  Play(String... on) {
    grouper = new Grouper(words(on));
  }

  static List<NotifyEvent> words(String... on) {
    return Arrays.stream(NotifyEvent.values())
        .filter(word -> List.of(on).contains(word.word()))
        .toList();
  }

  /** Lets time pass; what is due is told at its time. */
  Play seconds(double seconds) {
    Duration end = now.plusMillis((long) (seconds * 1000));
    while (now.compareTo(end) < 0) {
      now = now.plus(STEP);
      notices.addAll(grouper.due(situation, now));
    }
    return this;
  }

  Play entry(JournalType type, Consumer<JournalEntryBuilder> more) {
    JournalEntryBuilder entry = JournalEntry.of(type).context("prod");
    more.accept(entry);
    JournalEntry numbered = entry.build().numbered(++sequence, BEGINNING.plus(now));
    Set<NotifyEvent> words = situation.take(numbered, now);
    grouper.take(numbered, words, situation, now);
    notices.addAll(grouper.due(situation, now));
    return this;
  }

  Play lost(String service) {
    return entry(
        JournalType.DISCONNECTED,
        e ->
            e.service(service)
                .previous("connected")
                .state("reconnecting")
                .cause("the session was lost"));
  }

  Play again(String service, int afterSeconds) {
    return entry(
        JournalType.RECONNECTED,
        e ->
            e.service(service)
                .previous("connecting")
                .state("connected")
                .duration(Duration.ofSeconds(afterSeconds)));
  }

  Play suspended(String service, String reason) {
    return entry(
        JournalType.ERROR,
        e ->
            e.service(service)
                .previous("connecting")
                .state("suspended")
                .reason(reason)
                .cause("why of " + reason));
  }

  Play health(String service, String state) {
    return entry(
        JournalType.HEALTH_CHECK,
        e -> e.service(service).state(state).cause(state.equals("healthy") ? null : "HTTP 500"));
  }

  Play cluster(String state) {
    return entry(JournalType.CLUSTER, e -> e.state(state));
  }

  Play stopped(String service) {
    return entry(JournalType.OPERATION, e -> e.service(service).state("stopped").detail("stop"));
  }

  List<String> messages() {
    return notices.stream().map(Notice::message).toList();
  }
}
