package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happened, in words for people: an entry of the journal on a line. */
final class EventWords {
  private EventWords() {}

  /** Returns what happened: {@code reconnected to web-2 after 1.4 s}. */
  static String what(JournalEntry entry) {
    return switch (entry.type()) {
      case CONNECTED -> "connected" + to(entry) + took(" in ", entry);
      case DISCONNECTED -> "connection lost" + took(" after ", entry);
      case RECONNECTING -> reconnecting(entry);
      case RECONNECTED -> "reconnected" + to(entry) + took(" after ", entry);
      case ERROR -> error(entry);
      case HEALTH_CHECK -> health(entry);
      case CONFIG_CHANGED -> configuration(entry);
      case CLUSTER -> cluster(entry);
      case OPERATION -> operation(entry);
      case SETTINGS -> "setting changed: " + orNothing(entry.detail());
    };
  }

  private static String to(JournalEntry entry) {
    return entry.pod() == null ? "" : " to " + entry.pod();
  }

  private static String took(String before, JournalEntry entry) {
    return entry.duration() == null ? "" : before + Durations.took(entry.duration());
  }

  private static String reconnecting(JournalEntry entry) {
    if (entry.attempt() == 0) {
      return "cluster_offline".equals(entry.reason()) ? "waiting for the cluster" : "reconnecting";
    }
    String most = entry.maxAttempts() == 0 ? "" : " of " + entry.maxAttempts();
    return "reconnecting (attempt " + entry.attempt() + most + ")";
  }

  private static String error(JournalEntry entry) {
    String state = Objects.requireNonNullElse(entry.state(), "error");
    return entry.reason() == null ? state : "%s (%s)".formatted(state, entry.reason());
  }

  /* Before the checks have decided, the state is unknown, and the cause is why one failed. */
  private static String health(JournalEntry entry) {
    boolean isFailure = "unknown".equals(entry.state()) && entry.cause() != null;
    return isFailure ? "health check failed" : orNothing(entry.state());
  }

  private static String configuration(JournalEntry entry) {
    return "refused".equals(entry.state())
        ? "configuration is invalid; the previous version stays active"
        : "configuration loaded";
  }

  private static String cluster(JournalEntry entry) {
    String name = "cluster " + orNothing(entry.context()) + " is " + orNothing(entry.state());
    return entry.previous() == null || entry.duration() == null
        ? name
        : "%s, was %s for %s".formatted(name, entry.previous(), Durations.took(entry.duration()));
  }

  private static String operation(JournalEntry entry) {
    String what = orNothing(entry.detail());
    return switch (what) {
      case "start" -> "started";
      case "stop" -> "stopped";
      case "idle" -> "idle; the next connection opens it";
      case "daemon start" -> "daemon started";
      case "daemon stop" -> "daemon stopped";
      case "daemon died" -> "daemon crashed";
      case "restart", "reconnect" -> what + " requested";
      default -> what + state(entry) + took(" for ", entry);
    };
  }

  private static String state(JournalEntry entry) {
    return entry.state() == null ? "" : ": " + entry.state();
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Returns why it happened, or what it was about; empty where there is nothing to say. */
  static String why(JournalEntry entry) {
    String cause = orNothing(entry.cause());
    if ("daemon start".equals(entry.detail())) {
      return cause.isEmpty() ? "" : "version " + cause;
    } else if (entry.type() == JournalType.HEALTH_CHECK) {
      return Reasons.withoutCheck(cause);
    }
    boolean isOfFile = entry.type() == JournalType.CONFIG_CHANGED && entry.detail() != null;
    if (!isOfFile || cause.startsWith(orNothing(entry.detail()))) {
      return cause;
    }
    return entry.detail() + (cause.isEmpty() ? "" : ": " + cause);
  }

  /** Returns both: {@code connection lost after 12m: the session failed}. */
  static String whatAndWhy(JournalEntry entry) {
    String why = why(entry).strip();
    return why.isEmpty() ? what(entry) : what(entry) + ": " + why;
  }
}
