package dev.localport.daemon.services;

import dev.localport.config.ServiceConfig;
import dev.localport.config.TargetConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names for services of command lines, which were made of target and port and may be taken: what
 * distinguishes two of them goes in front.
 */
final class CommandLineNames {
  private static final int LONGEST = 63;
  private static final int SHORTEST_FRONT = 3;

  private CommandLineNames() {}

  /**
   * Returns the first of these that is free: the name as it came; with one thing in front that
   * differs from the service that has it, of namespace, context and kind, as in {@code
   * shop.web-8000}; with all three, where one of them differs; with a number, as in {@code
   * web-8000-2}.
   */
  static String choose(ServiceConfig service, Map<String, ServiceConfig> taken) {
    String name = service.name();
    ServiceConfig other = taken.get(name);
    if (other == null) {
      return name;
    }
    for (String front : fronts(service.target(), other.target())) {
      String longer = join(front, name);
      if (!taken.containsKey(longer)) {
        return longer;
      }
    }
    int number = 2;
    while (taken.containsKey(numbered(name, number))) {
      number++;
    }
    return numbered(name, number);
  }

  private static List<String> fronts(TargetConfig mine, TargetConfig theirs) {
    List<String> fronts = new ArrayList<>();
    addUnlessSame(mine.namespace(), theirs.namespace(), fronts);
    addUnlessSame(mine.context(), theirs.context(), fronts);
    addUnlessSame(mine.kind().word(), theirs.kind().word(), fronts);
    if (!fronts.isEmpty()) {
      fronts.add(
          Stream.of(mine.context(), mine.namespace(), mine.kind().word())
              .filter(Objects::nonNull)
              .collect(Collectors.joining(".")));
    }
    return fronts;
  }

  private static void addUnlessSame(
      @Nullable String mine, @Nullable String theirs, List<String> fronts) {
    if (mine != null && !Objects.equals(mine, theirs)) {
      fronts.add(mine);
    }
  }

  /** A context may have any characters, and any length: its end says more than its beginning. */
  private static String join(String words, String name) {
    String front = words.replaceAll("[^A-Za-z0-9._-]", "-");
    int room = LONGEST - name.length() - 1;
    if (room < SHORTEST_FRONT) {
      return name;
    }
    String end = front.length() <= room ? front : front.substring(front.length() - room);
    String clean = end.replaceFirst("^[._-]+", "");
    return clean.isEmpty() ? name : clean + "." + name;
  }

  private static String numbered(String name, int number) {
    String end = "-" + number;
    int from = Math.max(0, name.length() + end.length() - LONGEST);
    return name.substring(from).replaceFirst("^[._-]+", "x") + end;
  }
}
