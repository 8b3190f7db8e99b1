package dev.localport.daemon.forward;

import dev.localport.config.ServiceConfig;
import dev.localport.config.TargetConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names for services of command lines, which were made of target and port and may be taken: what
 * tells two of them apart goes in front.
 */
final class CommandLineNames {
  private static final int LONGEST = 63;
  private static final int SHORTEST_FRONT = 3;

  private CommandLineNames() {}

  /**
   * Returns the first of these that is free: the name as it came; with what differs from who has
   * it, of context, namespace and kind, as in {@code shop.web-8000}; with all three, where one of
   * them differs; with a number, as in {@code web-8000-2}.
   */
  static String choose(ServiceConfig service, Map<String, ServiceConfig> taken) {
    String name = service.name();
    ServiceConfig other = taken.get(name);
    if (other == null) {
      return name;
    }
    List<String> differing = differing(service, other);
    List<String> all = differing.isEmpty() ? differing : parts(service.target());
    for (List<String> front : List.of(differing, all)) {
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

  private static List<String> differing(ServiceConfig service, ServiceConfig other) {
    TargetConfig mine = service.target();
    TargetConfig theirs = other.target();
    List<String> parts = new ArrayList<>();
    addUnlessSame(mine.context(), theirs.context(), parts);
    addUnlessSame(mine.namespace(), theirs.namespace(), parts);
    addUnlessSame(mine.kind().word(), theirs.kind().word(), parts);
    return parts;
  }

  private static List<String> parts(TargetConfig target) {
    List<String> parts = new ArrayList<>();
    addUnlessSame(target.context(), null, parts);
    addUnlessSame(target.namespace(), null, parts);
    parts.add(target.kind().word());
    return parts;
  }

  private static void addUnlessSame(
      @Nullable String mine, @Nullable String theirs, List<String> parts) {
    if (mine != null && !Objects.equals(mine, theirs)) {
      parts.add(mine);
    }
  }

  /** A context may have any characters, and any length: its end tells more than its beginning. */
  private static String join(List<String> parts, String name) {
    String front = String.join(".", parts).replaceAll("[^A-Za-z0-9._-]", "-");
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
