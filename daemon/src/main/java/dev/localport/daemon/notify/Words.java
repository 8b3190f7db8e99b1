package dev.localport.daemon.notify;

import dev.localport.api.Durations;
import dev.localport.api.JournalEntry;
import dev.localport.history.Flapping;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a group of events is about, in one sentence. Pure. */
final class Words {
  /** How many services a message names. */
  private static final int NAMED = 3;

  private static final int CAUSE = 300; // characters: a desktop shows a few lines

  private Words() {}

  /** Makes the notification of a group. */
  static Notice notice(Group group, @Nullable String context, Situation situation) {
    Told main = main(group);
    return new Notice(
        main.word(),
        main.entry(),
        message(group, main, context, situation),
        group.count(),
        services(group, context, situation),
        group.kept().stream().map(Told::entry).toList());
  }

  /* Of an outage also those whose own losses the hook does not listen to. */
  private static List<String> services(Group group, @Nullable String context, Situation situation) {
    if (!group.hasOutage()) {
      return group.services();
    }
    Set<String> names = new LinkedHashSet<>(group.services());
    situation.waitingNames(context).stream().sorted().forEach(names::add);
    return names.stream().limit(Group.NAMES).toList();
  }

  /* What was held during an outage is reported with its end: that is what matters then. */
  private static Told main(Group group) {
    List<Told> kept = group.kept();
    List<Told> own = kept.stream().filter(told -> told.side() == group.side()).toList();
    return (own.isEmpty() ? kept : own)
        .stream()
            .min(
                Comparator.comparing((Told told) -> !told.isOutage())
                    .thenComparingInt(Told::weight))
            .orElseThrow();
  }

  private static String message(
      Group group, Told main, @Nullable String context, Situation situation) {
    if (main.entry().service() == null) {
      return about(group, main, situation);
    }
    if (group.side() != main.side()) {
      return "cluster %s is back; while it was offline, %s"
          .formatted(context, services(group, main, context));
    }
    return services(group, main, context);
  }

  private static String about(Group group, Told main, Situation situation) {
    JournalEntry entry = main.entry();
    return switch (main.word()) {
      case CLUSTER_OFFLINE, CLUSTER -> cluster(group, main, situation);
      case CLUSTER_BACK ->
          "cluster %s is back%s".formatted(entry.context(), returns(group, situation));
      default -> others(group, single(main));
    };
  }

  private static String cluster(Group group, Told main, Situation situation) {
    JournalEntry entry = main.entry();
    if (!main.isOutage()) {
      return group.side() == Side.END && situation.backAt(entry.context()) != null
          ? "cluster %s is %s%s"
              .formatted(entry.context(), entry.state(), returns(group, situation))
          : "cluster %s is %s%s".formatted(entry.context(), entry.state(), because(entry));
    }
    boolean rejects = Objects.equals(entry.state(), "error");
    int waiting = situation.waiting(entry.context());
    String wait =
        waiting == 0 ? "" : ": " + many(waiting, "service is waiting", "services are waiting");
    return "cluster %s %s%s%s"
        .formatted(
            entry.context(),
            rejects ? "rejects the connection" : "is offline",
            wait,
            entry.cause() == null ? "" : " (" + cut(entry.cause()) + ")");
  }

  private static String returns(Group group, Situation situation) {
    long back =
        group.kept().stream()
            .filter(told -> told.side() == Side.END && told.entry().service() != null)
            .map(told -> told.entry().service())
            .distinct()
            .count();
    long all = group.kept().size() < group.count() ? group.services().size() : back;
    if (all == 0) {
      return "";
    }
    int waiting = situation.waiting(main(group).entry().context());
    return ": "
        + many((int) all, "service is connected again", "services are connected again")
        + (waiting == 0 ? "" : ", %d not yet".formatted(waiting));
  }

  private static String services(Group group, Told main, @Nullable String context) {
    List<String> names = group.services();
    if (names.size() < 2) {
      return others(group, single(main));
    }
    boolean same = group.kept().stream().allMatch(told -> told.word() == main.word());
    return "%d services%s %s: %s"
        .formatted(
            names.size(),
            context == null ? "" : " in " + context,
            same ? together(main) : main.side() == Side.END ? "are back" : "have problems",
            list(names));
  }

  private static String list(List<String> names) {
    int rest = names.size() - NAMED;
    return rest < 2
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and " + rest + " more";
  }

  private static String others(Group group, String first) {
    boolean isOneService = group.side() != Side.OTHER && group.services().size() == 1;
    boolean same = isOneService || group.count() == 1;
    return same
        ? first
        : "%s, and %s".formatted(first, many(group.count() - 1, "more event", "more events"));
  }

  private static String together(Told main) {
    return switch (main.word()) {
      case FAILED, ERROR -> "cannot connect";
      case UNHEALTHY -> "are unhealthy";
      case FLAPPING -> "keep reconnecting";
      case DISCONNECTED -> "lost their connection";
      case RECONNECTING -> "are reconnecting";
      case CONNECTED -> "are connected";
      case RECONNECTED -> "are connected again";
      case RECOVERED -> "have recovered";
      case HEALTH_CHECK -> main.side() == Side.END ? "are healthy" : "are not healthy";
      case OPERATION -> "were started or stopped";
      case SETTINGS -> "have changed settings";
      case CLUSTER_OFFLINE, CLUSTER_BACK, CLUSTER, CONFIG_CHANGED -> "have new events";
    };
  }

  private static String single(Told main) {
    JournalEntry entry = main.entry();
    String name = entry.service();
    return switch (main.word()) {
      case FAILED, ERROR ->
          name == null
              ? Objects.requireNonNullElse(entry.detail(), "error") + because(entry)
              : "%s cannot connect%s".formatted(name, why(entry));
      case UNHEALTHY -> "%s is unhealthy%s".formatted(name, because(entry));
      case FLAPPING ->
          "%s keeps reconnecting: more than %d times in %d minutes"
              .formatted(name, Flapping.MOST, Flapping.WITHIN.toMinutes());
      case DISCONNECTED -> "%s lost its connection%s".formatted(name, because(entry));
      case RECONNECTING -> "%s is reconnecting%s".formatted(name, because(entry));
      case CONNECTED -> "%s is connected".formatted(name);
      case RECONNECTED -> again(entry);
      case RECOVERED ->
          Objects.equals(entry.state(), "healthy")
              ? "%s is healthy again".formatted(name)
              : again(entry);
      case HEALTH_CHECK ->
          "the health of %s is %s%s".formatted(name, entry.state(), because(entry));
      case OPERATION ->
          (name == null ? "" : name + ": ")
              + Objects.requireNonNullElse(entry.detail(), "operation");
      case CONFIG_CHANGED ->
          Objects.equals(entry.state(), "refused")
              ? "%s could not be loaded%s".formatted(entry.detail(), because(entry))
              : "%s was loaded".formatted(entry.detail());
      case SETTINGS ->
          "%ssetting changed: %s".formatted(name == null ? "" : name + ": ", entry.detail());
      case CLUSTER_OFFLINE, CLUSTER_BACK, CLUSTER ->
          "cluster %s is %s".formatted(entry.context(), entry.state());
    };
  }

  private static String again(JournalEntry entry) {
    Duration took = entry.duration();
    return "%s is connected again%s"
        .formatted(
            entry.service(), took == null || took.isZero() ? "" : " after " + Durations.show(took));
  }

  private static String why(JournalEntry entry) {
    return (entry.reason() == null ? "" : " (" + entry.reason() + ")") + because(entry);
  }

  private static String because(JournalEntry entry) {
    return entry.cause() == null ? "" : ": " + cut(entry.cause());
  }

  private static String cut(String cause) {
    return cause.length() <= CAUSE ? cause : cause.substring(0, CAUSE) + "…";
  }

  private static String many(int count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }
}
