package dev.localport.daemon.services;

import dev.localport.config.LocalPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Services of different files, or of a file and a command line, that need the same local port: only
 * one of them can listen. Those of one file are found when it is read.
 */
final class PortClashes {
  private static final int MOST = 20;

  private PortClashes() {}

  /** A port that a service needs. */
  private record Needed(LocalPort port, LoadedService service) {}

  /**
   * Returns a sentence for each pair, once; of many the first.
   *
   * @param services all that are loaded
   * @param which those that one of a pair has to be
   */
  static List<String> notes(Collection<LoadedService> services, Predicate<LoadedService> which) {
    Map<Integer, List<Needed>> byNumber = new HashMap<>();
    List<String> notes = new ArrayList<>();
    for (LoadedService service : services) {
      if (service.service().enabled()) {
        for (LocalPort port : LocalPort.of(service.service())) {
          List<Needed> others = byNumber.computeIfAbsent(port.number(), _ -> new ArrayList<>());
          others.stream()
              .filter(other -> isClash(other, port, service))
              .filter(other -> which.test(service) || which.test(other.service()))
              .findFirst()
              .ifPresent(other -> notes.add(note(port.number(), other.service(), service)));
          others.add(new Needed(port, service));
        }
      }
    }
    return shortened(notes);
  }

  private static boolean isClash(Needed other, LocalPort port, LoadedService service) {
    return !Objects.equals(other.service().file(), service.file()) && other.port().overlaps(port);
  }

  private static String note(int port, LoadedService one, LoadedService two) {
    return "local port %d is used by %s and by %s: only one of the two can run at a time; use another port for one of them, local_port: auto, or bind_address: auto"
        .formatted(port, shown(one), shown(two));
  }

  private static String shown(LoadedService service) {
    return "%s (%s)"
        .formatted(service.name(), service.file() == null ? "localport forward" : service.file());
  }

  private static List<String> shortened(List<String> notes) {
    if (notes.size() <= MOST) {
      return notes;
    }
    List<String> some = new ArrayList<>(notes.subList(0, MOST));
    some.add("%d more services share local ports".formatted(notes.size() - MOST));
    return some;
  }
}
