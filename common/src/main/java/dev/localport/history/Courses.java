package dev.localport.history;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.RecoveryStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows all services through the journal's entries, in order. Bounded; confined to its owner; no
 * clock.
 *
 * @param <S> what takes what is found of one service
 */
public final class Courses<S extends Sink> {
  /** How many services are remembered: more than a daemon has. */
  private static final int MOST = 1000;

  /**
   * One service.
   *
   * @param course what became of it
   * @param sink what took what was found of it
   */
  public record One<S>(Course course, S sink) {}

  private final Predicate<String> wanted;
  private final Function<? super String, ? extends S> sinks;
  private final Map<String, One<S>> services = new LinkedHashMap<>(16, 0.75f, true);
  private boolean ended; // what services say while the daemon ends is no news

  /**
   * Follows services.
   *
   * @param wanted selects them by name
   * @param sinks makes what takes what is found of one
   */
  public Courses(Predicate<String> wanted, Function<? super String, ? extends S> sinks) {
    this.wanted = wanted;
    this.sinks = sinks;
  }

  /** Takes the next entry. */
  public void take(JournalEntry entry) {
    String service = entry.service();
    if (service != null) {
      if (!ended && wanted.test(service)) {
        service(service, entry.at()).take(entry);
      }
    } else if (entry.type() == JournalType.SETTINGS) {
      setting(entry);
    } else if (entry.type() == JournalType.OPERATION) {
      daemon(entry);
    }
  }

  private Course service(String name, Instant at) {
    One<S> one = services.get(name);
    if (one == null) {
      S sink = sinks.apply(name);
      one = new One<>(new Course(at, sink), sink);
      services.put(name, one);
      if (services.size() > MOST) {
        services.remove(services.keySet().iterator().next());
      }
    }
    return one.course();
  }

  private void setting(JournalEntry entry) {
    for (One<S> one : services.values()) {
      String context = entry.context();
      if (context == null || context.equals(one.course().context())) {
        one.course().asked(Course.SETTING_CHANGED, entry.at());
      }
    }
  }

  private void daemon(JournalEntry entry) {
    Instant at = entry.at();
    Duration length = Objects.requireNonNullElse(entry.duration(), Duration.ZERO);
    switch (Objects.requireNonNullElse(entry.detail(), "")) {
      case "daemon start" -> {
        ended = false;
        services.values().forEach(one -> one.course().daemonStarted(at));
      }
      case "daemon stop" -> {
        ended = true;
        services.values().forEach(one -> one.course().daemonStopped(at));
      }
      case "daemon died" -> services.values().forEach(one -> one.course().daemonDied(at));
      case "machine slept" ->
          services.values().forEach(one -> one.course().machineSlept(at, length));
      case "machine was off" ->
          services.values().forEach(one -> one.course().machineWasOff(at, length));
      default -> {} // no matter of services
    }
  }

  /** Returns a service, or null for one that no entry has named. */
  public @Nullable One<S> find(String name) {
    return services.get(name);
  }

  /** Returns all services in the order of their names. */
  public Map<String, One<S>> all() {
    return new TreeMap<>(services);
  }

  /** Returns how the services of each context recovered together, by the context's name. */
  public Map<String, RecoveryStatus> recoveryByContext(Instant now) {
    Map<String, List<Recovery.Part>> parts = new TreeMap<>();
    for (One<S> one : services.values()) {
      Course course = one.course();
      String context = course.context();
      if (context != null) {
        parts
            .computeIfAbsent(context, _ -> new ArrayList<>())
            .add(new Recovery.Part(course.recovery(), Report.lasting(course.openOutage(now))));
      }
    }
    Map<String, RecoveryStatus> together = new TreeMap<>();
    parts.forEach((context, all) -> together.put(context, Recovery.together(all)));
    return together;
  }

  /** Returns whether any service is wanted now. */
  public boolean isAnyWanted(Instant now) {
    return services.values().stream().anyMatch(one -> one.course().open(now) != null);
  }
}
