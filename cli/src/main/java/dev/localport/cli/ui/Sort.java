package dev.localport.cli.ui;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.StatusList;
import java.util.Comparator;

/** In which order the services of a context are listed. */
enum Sort {
  STATE("state, trouble first"),
  NAME("name"),
  CONNECTIONS("open connections");

  private static final Comparator<ServiceStatus> BY_NAME =
      Comparator.comparing(ServiceStatus::name);

  private final String words;

  Sort(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  Comparator<ServiceStatus> order() {
    return switch (this) {
      case NAME -> BY_NAME;
      case STATE -> StatusList.WORST_FIRST;
      case CONNECTIONS ->
          Comparator.comparingLong((ServiceStatus service) -> -service.traffic().active())
              .thenComparing(BY_NAME);
    };
  }

  Sort next() {
    return switch (this) {
      case STATE -> NAME;
      case NAME -> CONNECTIONS;
      case CONNECTIONS -> STATE;
    };
  }
}
