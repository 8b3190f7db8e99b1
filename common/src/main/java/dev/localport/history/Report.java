package dev.localport.history;

import dev.localport.api.ContextRecovery;
import dev.localport.api.HistoryQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.Outage;
import dev.localport.api.ServiceHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what became of services from the journal's entries, given in order. For one thread. */
public final class Report {
  private final HistoryQuery query;
  private final Courses<Days> courses;

  /** Begins with no entry. */
  public Report(HistoryQuery query) {
    this.query = query;
    String service = query.service();
    this.courses =
        new Courses<>(
            name -> service == null || service.equals(name),
            _ -> new Days(query.zone(), query.since(), query.limit()));
  }

  /** Takes the next entry. */
  public void take(JournalEntry entry) {
    courses.take(entry);
  }

  /** Returns the services in the order of their names, as of {@code now}. */
  public List<ServiceHistory> answer(Instant now) {
    List<ServiceHistory> answer = new ArrayList<>();
    courses
        .all()
        .forEach((name, one) -> {
          if (query.context() == null || query.context().equals(one.course().context())) {
            answer.add(history(name, one.course(), one.sink(), now));
          }
        });
    return answer;
  }

  /** Returns how the services of each context recovered, in the order of the contexts' names. */
  public List<ContextRecovery> contexts(Instant now) {
    return courses.recoveryByContext(now).entrySet().stream()
        .filter(one -> query.context() == null || query.context().equals(one.getKey()))
        .map(one -> new ContextRecovery(one.getKey(), one.getValue()))
        .toList();
  }

  private static ServiceHistory history(String name, Course course, Days days, Instant now) {
    Span open = course.open(now);
    Outage outage = course.openOutage(now);
    if (open != null) {
      days.span(open);
    }
    if (outage != null) {
      days.outage(outage);
    }
    return new ServiceHistory(
        name,
        course.context(),
        course.begun(),
        days.availability().share(now, null),
        days.outages(),
        days.leftOut(),
        days.days(),
        course.recovery().status(lasting(outage)));
  }

  /** Returns how long an outage that continues has taken; null: none does. */
  public static @Nullable Duration lasting(@Nullable Outage outage) {
    return outage != null && outage.end() == null ? outage.duration() : null;
  }
}
