package dev.localport.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.config.NotifyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random journals over fixed seeds, for hooks that listen to random words. */
class GrouperRandomTest {
  private static final int SEEDS = 2_000;
  private static final int STEPS = 300;
  private static final Duration TICK = Duration.ofMillis(250);
  private static final String[] CONTEXTS = {"dev", "prod"};
  private static final String[] CLUSTER = {
    "checking", "connected", "degraded", "reconnecting", "offline", "error", "disabled"
  };
  private static final String[] REASONS = {"forbidden", "no_ready_pod", "cluster_offline"};

  @Test
  void everyEventIsInExactlyOneNotificationInOrderAndWithinBounds() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        new Run(seed).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** One journal and one hook. */
  private static final class Run {
    private final Random random;
    private final List<NotifyEvent> on = new ArrayList<>();
    private final Situation situation = new Situation();
    private final Grouper grouper;
    private final Pace pace = new Pace();
    private final List<Long> awaited = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private final Map<String, Long> lastOfService = new HashMap<>();
    private final List<Duration> left = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private long sequence;
    private int counted;

    Run(int seed) {
      random = new Random(seed);
      for (NotifyEvent word : NotifyEvent.values()) {
        if (random.nextInt(3) == 0) {
          on.add(word);
        }
      }
      if (on.isEmpty()) {
        on.add(NotifyEvent.FAILED);
      }
      grouper = new Grouper(on);
    }

    void play() {
      for (int i = 0; i < STEPS; i++) {
        if (random.nextInt(3) > 0) {
          take(entry());
        }
        int ticks = random.nextInt(10) == 0 ? random.nextInt(120) : random.nextInt(4);
        for (int j = 0; j < ticks; j++) {
          pass();
        }
      }
      end();
      assertThat(told).containsExactlyInAnyOrderElementsOf(awaited);
      assertThat(counted).isEqualTo(awaited.size());
      assertPace();
    }

    /* Clusters come back at the end; then nothing may be left. */
    private void end() {
      for (String context : CONTEXTS) {
        take(JournalEntry.of(JournalType.CLUSTER).context(context).state("connected"));
      }
      for (int i = 0; i < 4 * 120; i++) {
        pass();
      }
      assertThat(grouper.next(situation)).isNull();
      assertThat(pace.next()).isNull();
    }

    private void pass() {
      now = now.plus(TICK);
      look();
      Duration next = grouper.next(situation);
      assertThat(next == null || next.compareTo(now) > 0).as("nothing is overdue").isTrue();
      assertThat(next == null || next.compareTo(now.plusSeconds(60)) <= 0)
          .as("nothing waits for long")
          .isTrue();
    }

    private void take(JournalEntryBuilder builder) {
      JournalEntry entry = builder.build().numbered(++sequence, Instant.EPOCH.plus(now));
      Set<NotifyEvent> words = situation.take(entry, now);
      if (Told.find(entry, words, Set.copyOf(on)) != null) {
        awaited.add(entry.sequence());
      }
      grouper.take(entry, words, situation, now);
      look();
    }

    private void look() {
      for (Notice notice : grouper.due(situation, now)) {
        check(notice);
        pace.offer(notice, now).forEach(this::leaves);
      }
      pace.due(now).forEach(this::leaves);
    }

    private void check(Notice notice) {
      assertThat(notice.events()).isNotEmpty().contains(notice.main());
      assertThat(notice.count()).isEqualTo(notice.events().size()); // fewer than are kept
      assertThat(notice.message()).isNotBlank().doesNotContain("null");
      notice
          .events()
          .forEach(entry -> {
            told.add(entry.sequence());
            if (entry.service() != null && Side.of(word(entry), entry) != Side.OTHER) {
              Long before = lastOfService.put(entry.service(), entry.sequence());
              assertThat(before == null || before < entry.sequence())
                  .as("%s: %s after %s", entry.service(), entry.sequence(), before)
                  .isTrue();
            }
          });
    }

    private static NotifyEvent word(JournalEntry entry) {
      return Play.words(entry.type().word()).getFirst();
    }

    private void leaves(Notice notice) {
      counted += notice.count();
      assertThat(notice.events()).hasSizeLessThanOrEqualTo(Group.EVENTS);
      left.add(now);
    }

    /* Of six that follow each other, the last is at least half a minute behind the first. */
    private void assertPace() {
      for (int i = Pace.BURST; i < left.size(); i++) {
        assertThat(left.get(i).minus(left.get(i - Pace.BURST)))
            .isGreaterThanOrEqualTo(Pace.EVERY.minus(TICK));
      }
    }

    private JournalEntryBuilder entry() {
      List<JournalType> types = List.of(JournalType.values());
      JournalType type = types.get(random.nextInt(types.size()));
      String context = pick(CONTEXTS);
      JournalEntryBuilder entry = JournalEntry.of(type).context(context).detail("what");
      String service = context + "-" + random.nextInt(4);
      return switch (type) {
        case CONNECTED, RECONNECTED ->
            entry
                .service(service)
                .state("connected")
                .duration(Duration.ofSeconds(random.nextInt(20)));
        case DISCONNECTED, RECONNECTING -> entry.service(service).state("reconnecting");
        case ERROR -> entry.service(service).state("suspended").reason(pick(REASONS));
        case HEALTH_CHECK -> entry.service(service).state(pick("healthy", "unhealthy", "unknown"));
        case CLUSTER -> entry.state(pick(CLUSTER));
        case OPERATION -> entry.service(service).state(pick("stopped", "idle", "connecting"));
        case CONFIG_CHANGED -> entry.context(null).state(pick("loaded", "refused"));
        case SETTINGS -> entry.context(null);
      };
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
