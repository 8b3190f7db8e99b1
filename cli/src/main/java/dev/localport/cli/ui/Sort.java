package dev.localport.cli.ui;

import dev.localport.api.ServiceStatus;
import java.util.Comparator;

/** In which order the services of a context are listed. */
enum Sort {
  NAME("name", Comparator.comparing(ServiceStatus::name)),
  STATE(
      "state, worst first",
      Comparator.comparingInt(Sort::badness).thenComparing(ServiceStatus::name)),
  CONNECTIONS(
      "open connections",
      Comparator.comparingLong((ServiceStatus service) -> service.traffic().active())
          .reversed()
          .thenComparing(ServiceStatus::name));

  private final String words;
  private final Comparator<ServiceStatus> order;

  Sort(String words, Comparator<ServiceStatus> order) {
    this.words = words;
    this.order = order;
  }

  String words() {
    return words;
  }

  Comparator<ServiceStatus> order() {
    return order;
  }

  Sort next() {
    return values()[(ordinal() + 1) % values().length];
  }

  private static int badness(ServiceStatus service) {
    if (service.isUp()) {
      return service.isHealthy() ? 2 : 1;
    }
    return service.state().equals("stopped") ? 3 : 0;
  }
}
