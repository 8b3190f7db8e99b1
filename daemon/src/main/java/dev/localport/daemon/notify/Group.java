package dev.localport.daemon.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events of one side that make one notification. Confined to its owner. */
final class Group {
  /** How many events a notification carries; it counts the others. */
  static final int EVENTS = 100;

  /** How many services it names. */
  static final int NAMES = 500;

  private final Side side;
  private final Duration first;
  private Duration last;
  private List<Told> kept = new ArrayList<>(); // the first ones
  private final Map<String, Side> services = new LinkedHashMap<>(); // and which side was last
  private int count;
  private boolean outage;
  private boolean sealed;

  Group(Side side, Duration now) {
    this.side = side;
    this.first = now;
    this.last = now;
  }

  void add(Told told, Duration now) {
    last = now;
    count++;
    outage |= told.isOutage();
    String service = told.entry().service();
    if (service != null && (services.size() < NAMES || services.containsKey(service))) {
      services.put(service, told.side());
    }
    if (kept.size() < EVENTS) {
      kept.add(told);
    } else {
      replaceLightest(told);
    }
  }

  /* The one that gives the notification its name has to be there. */
  private void replaceLightest(Told told) {
    Told lightest = Collections.max(kept, Comparator.comparingInt(Told::weight));
    if (told.weight() < lightest.weight()) {
      kept.remove(lightest);
      kept.add(told);
    }
  }

  /** Takes over what an earlier group holds. */
  void absorb(Group earlier) {
    List<Told> all = new ArrayList<>(earlier.kept);
    all.addAll(kept);
    all.sort(Comparator.comparingLong(told -> told.entry().sequence()));
    kept = new ArrayList<>(all.subList(0, Math.min(all.size(), EVENTS)));
    count += earlier.count;
    earlier.services.forEach(services::putIfAbsent);
  }

  /** Has it end here: the next event belongs to another one. */
  void seal() {
    sealed = true;
  }

  boolean isSealed() {
    return sealed;
  }

  Side side() {
    return side;
  }

  Duration first() {
    return first;
  }

  Duration last() {
    return last;
  }

  List<Told> kept() {
    return kept;
  }

  int count() {
    return count;
  }

  boolean hasOutage() {
    return outage;
  }

  boolean names(String service) {
    return services.containsKey(service);
  }

  List<String> services() {
    return List.copyOf(services.keySet());
  }
}
