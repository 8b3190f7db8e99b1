package dev.localport.history;

import dev.localport.api.DayHistory;
import dev.localport.api.Outage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the newest outages of a service, and what each day was like. Confined to its owner. */
final class Days implements Sink {
  private static final Instant FIRST = LocalDateTime.MIN.toInstant(ZoneOffset.MIN);
  private static final Instant LAST = LocalDateTime.MAX.toInstant(ZoneOffset.MAX);

  private final ZoneId zone;
  private final @Nullable Instant since;
  private final int limit;
  private final Availability availability = new Availability();
  private final Map<LocalDate, DayHistory> days = new TreeMap<>();
  private final Deque<Outage> outages = new ArrayDeque<>();
  private int leftOut;

  /**
   * Begins with nothing.
   *
   * @param zone where days begin
   * @param since the first moment that is asked for; null: all
   * @param limit the number of newest outages
   */
  Days(ZoneId zone, @Nullable Instant since, int limit) {
    this.zone = zone;
    this.since = since;
    this.limit = limit;
  }

  @Override
  public void span(Span span) {
    availability.add(span);
    Instant from = span.from();
    while (from.isBefore(span.to())) {
      LocalDate date = date(from);
      Instant midnight = date.plusDays(1).atStartOfDay(zone).toInstant();
      Instant to = midnight.isBefore(span.to()) ? midnight : span.to();
      Duration length = Duration.between(from, to);
      add(date, new DayHistory(date, length, span.up() ? length : Duration.ZERO, 0));
      from = to;
    }
  }

  @Override
  public void outage(Outage outage) {
    LocalDate date = date(outage.start());
    add(date, new DayHistory(date, Duration.ZERO, Duration.ZERO, 1));
    if (since != null && outage.end() != null && outage.end().isBefore(since)) {
      return;
    }
    outages.add(outage);
    if (outages.size() > limit) {
      outages.remove();
      leftOut++;
    }
  }

  /* A question may name a moment that no calendar has in every zone. */
  private LocalDate date(Instant at) {
    if (at.isBefore(FIRST)) {
      return LocalDate.MIN;
    }
    return at.isAfter(LAST) ? LocalDate.MAX : at.atZone(zone).toLocalDate();
  }

  private void add(LocalDate date, DayHistory more) {
    days.merge(
        date,
        more,
        (one, other) ->
            new DayHistory(
                date,
                one.wanted().plus(other.wanted()),
                one.up().plus(other.up()),
                one.outages() + other.outages()));
  }

  Availability availability() {
    return availability;
  }

  List<Outage> outages() {
    return List.copyOf(outages);
  }

  int leftOut() {
    return leftOut;
  }

  List<DayHistory> days() {
    LocalDate first = since == null ? LocalDate.MIN : date(since);
    List<DayHistory> asked = new ArrayList<>(days.values());
    asked.removeIf(day -> day.date().isBefore(first));
    return asked;
  }
}
