package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import dev.localport.config.NotifyEvent;
import dev.localport.daemon.notify.Situation.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events make one notification of one hook. Events of one context belong together
 * while they follow each other within {@link #QUIET}, for {@link #LONGEST} at most: beginnings of
 * trouble apart from ends. A cluster's outage is more than that:
 *
 * <ul>
 *   <li>Where the hook listens to clusters, losses wait {@link #FOR_CLUSTER} for the news that the
 *       cluster is offline, and as long as a failed probe leaves that open, {@link #FOR_PROBES}.
 *   <li>Once the beginning of an outage was reported, further beginnings wait for its end.
 *   <li>What is connected again within {@link #BACK} after a cluster is reported together, as soon
 *       as nothing of that cluster waits anymore.
 * </ul>
 *
 * <p>Pure: the caller brings the time, as the time since a beginning of its choice. Confined to its
 * owner.
 */
final class Grouper {
  static final Duration QUIET = Duration.ofSeconds(3);
  static final Duration LONGEST = Duration.ofSeconds(15);
  static final Duration FOR_CLUSTER = Duration.ofSeconds(10);
  static final Duration FOR_PROBES = Duration.ofSeconds(60);
  static final Duration BACK = Duration.ofSeconds(15);
  private static final Duration LATELY = Duration.ofSeconds(30);
  private static final Duration ALL_BACK = Duration.ofSeconds(2); // nothing waits anymore

  private final Set<NotifyEvent> on;
  private final Map<String, Talk> talks = new LinkedHashMap<>();

  /** What is to be said of one context. */
  private static final class Talk {
    private final @Nullable String context;
    private final List<Group> open = new ArrayList<>(); // in the order of their first events
    private boolean begun; // the beginning of an open outage was reported
    private @Nullable Duration toldAt; // when a beginning was last reported

    Talk(@Nullable String context) {
      this.context = context;
    }

    @Nullable Group newest(Side side) {
      return open.reversed().stream()
          .filter(group -> group.side() == side && !group.isSealed())
          .findFirst()
          .orElse(null);
    }
  }

  /** Groups for a hook that listens to these words. */
  Grouper(List<NotifyEvent> on) {
    this.on = EnumSet.copyOf(on);
  }

  /**
   * Takes the next entry.
   *
   * @param words what it can be called
   * @param situation as it is since then
   */
  void take(JournalEntry entry, Set<NotifyEvent> words, Situation situation, Duration now) {
    Talk known = talks.get(key(entry.context(), Side.END));
    if (known != null) {
      look(known, situation, now);
    }
    Told told = Told.find(entry, words, on);
    if (told != null) {
      add(
          talks.computeIfAbsent(key(entry.context(), told.side()), _ -> new Talk(entry.context())),
          told,
          situation,
          now);
    }
  }

  /* What was asked for has nothing to do with what happens to a cluster. */
  private static String key(@Nullable String context, Side side) {
    String name = context == null ? "" : context;
    return side == Side.OTHER ? name + "\n" : name;
  }

  /* Where an outage began shortly after a report, that report was its beginning. */
  private static void look(Talk talk, Situation situation, Duration now) {
    if (situation.reach(talk.context) != Reach.FINE) {
      talk.begun |= wasToldLately(talk, now);
      return;
    }
    if (talk.begun) {
      over(talk, now, now.equals(situation.backAt(talk.context)));
    }
    talk.begun = false;
  }

  private static boolean wasToldLately(Talk talk, Duration now) {
    return talk.toldAt != null && now.minus(talk.toldAt).compareTo(LATELY) < 0;
  }

  /* What began during the outage is reported with its end; it may have been none. */
  private static void over(Talk talk, Duration now, boolean isBack) {
    Group held = talk.newest(Side.BEGINNING);
    Group known = talk.newest(Side.END);
    if (held == null || held.hasOutage() || (known == null && !isBack)) {
      return;
    }
    Group end = known == null ? new Group(Side.END, now) : known;
    end.absorb(held);
    talk.open.remove(held);
    if (known == null) {
      talk.open.add(end);
    }
  }

  private static void add(Talk talk, Told told, Situation situation, Duration now) {
    Group held = talk.newest(Side.BEGINNING);
    boolean isHeld = held != null && isHeld(talk, held, situation.reach(talk.context));
    Group group = talk.newest(told.side());
    if (group != null && !isHeld && isOvertaken(talk, group, told)) {
      talk.open.subList(0, talk.open.indexOf(group) + 1).forEach(Group::seal);
      group = null;
    }
    if (group == null) {
      group = new Group(told.side(), now);
      talk.open.add(group);
    }
    group.add(told, now);
    if (isHeld && told.isOutage()) {
      unhold(talk, group);
    }
  }

  /* An outage is not held, and what ended meanwhile is reported with it, so that all keeps its order. */
  private static void unhold(Talk talk, Group outage) {
    Group ends = talk.newest(Side.END);
    if (ends != null) {
      outage.absorb(ends);
      talk.open.remove(ends);
    }
  }

  /* Groups are reported in the order of their first events; a service's own events keep their order. */
  private static boolean isOvertaken(Talk talk, Group group, Told told) {
    String service = told.entry().service();
    return service != null
        && talk.open.stream()
            .skip(talk.open.indexOf(group) + 1L)
            .anyMatch(later -> later.names(service));
  }

  /** Returns what is due now, in order. */
  List<Notice> due(Situation situation, Duration now) {
    List<Notice> notices = new ArrayList<>();
    for (Talk talk : talks.values()) {
      due(talk, situation, now, notices);
    }
    talks
        .values()
        .removeIf(talk -> talk.open.isEmpty() && !talk.begun && !wasToldLately(talk, now));
    return notices;
  }

  private void due(Talk talk, Situation situation, Duration now, List<Notice> notices) {
    int ready = 0;
    for (int i = 0; i < talk.open.size(); i++) {
      Duration when = when(talk, talk.open.get(i), situation);
      if (when != null && now.compareTo(when) >= 0) {
        ready = i + 1;
      }
    }
    Reach reach = situation.reach(talk.context);
    for (Group group : List.copyOf(talk.open.subList(0, ready))) {
      Group held = held(talk, reach);
      if (held != null && group == held) {
        continue; // goes with the next end, or waits on
      }
      if (held != null && group.side() == Side.END) {
        group.absorb(held);
        talk.open.remove(held);
      }
      tell(talk, group, situation, now, notices);
    }
  }

  /** Returns the newest beginning where it waits for an end; null: there is none. */
  private @Nullable Group held(Talk talk, Reach reach) {
    Group newest = talk.newest(Side.BEGINNING);
    return newest != null && isHeld(talk, newest, reach) ? newest : null;
  }

  private static void tell(
      Talk talk, Group group, Situation situation, Duration now, List<Notice> notices) {
    talk.open.remove(group);
    if (group.side() == Side.BEGINNING) {
      talk.toldAt = now;
      talk.begun |= situation.reach(talk.context) != Reach.FINE;
    }
    notices.add(Words.notice(group, talk.context, situation));
  }

  private static boolean isHeld(Talk talk, Group group, Reach reach) {
    return talk.begun
        && reach != Reach.FINE
        && group.side() == Side.BEGINNING
        && !group.hasOutage()
        && !group.isSealed();
  }

  /** Returns when the next report is due; null: not before something happens. */
  @Nullable Duration next(Situation situation) {
    Duration next = null;
    for (Talk talk : talks.values()) {
      for (Group group : talk.open) {
        Duration when = when(talk, group, situation);
        next = next == null || (when != null && when.compareTo(next) < 0) ? when : next;
      }
    }
    return next;
  }

  private @Nullable Duration when(Talk talk, Group group, Situation situation) {
    if (group.isSealed()) {
      return Duration.ZERO;
    }
    Reach reach = situation.reach(talk.context);
    if (isHeld(talk, group, reach)) {
      return null;
    }
    return switch (group.side()) {
      case BEGINNING -> beginning(talk, group, reach);
      case END ->
          end(group, reach, situation.backAt(talk.context), situation.waiting(talk.context));
      case OTHER -> usual(group);
    };
  }

  private static Duration usual(Group group) {
    return earlier(group.last().plus(QUIET), group.first().plus(LONGEST));
  }

  private Duration beginning(Talk talk, Group group, Reach reach) {
    boolean waits =
        talk.context != null && hears(NotifyEvent.CLUSTER_OFFLINE) && !group.hasOutage();
    if (!waits || reach == Reach.AWAY) {
      return usual(group);
    }
    return group.first().plus(reach == Reach.SUSPECT ? FOR_PROBES : FOR_CLUSTER);
  }

  private Duration end(Group group, Reach reach, @Nullable Duration backAt, int waiting) {
    if (reach != Reach.FINE) {
      return hears(NotifyEvent.CLUSTER_BACK) ? group.first().plus(FOR_CLUSTER) : usual(group);
    }
    if (backAt == null || !hearsReturns() || group.first().compareTo(backAt.plus(BACK)) > 0) {
      return usual(group);
    }
    Duration end = backAt.plus(BACK);
    return waiting > 0 ? end : earlier(group.last().plus(ALL_BACK), end);
  }

  private boolean hears(NotifyEvent word) {
    return on.contains(word) || on.contains(NotifyEvent.CLUSTER);
  }

  private boolean hearsReturns() {
    return on.contains(NotifyEvent.RECOVERED)
        || on.contains(NotifyEvent.RECONNECTED)
        || on.contains(NotifyEvent.CONNECTED);
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
