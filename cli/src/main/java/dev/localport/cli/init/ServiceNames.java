package dev.localport.cli.init;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives out names for services, each once. Belongs to one run. */
public final class ServiceNames {
  private static final int LONGEST = 63;

  private final Set<String> used = new HashSet<>();

  /** Never gives out this name. */
  public void use(String name) {
    used.add(name);
  }

  /**
   * Returns a name for an object of the cluster: its own where that is not taken, else with its
   * kind behind it or its namespace in front.
   *
   * @param isShared whether objects of other namespaces have the same name
   */
  public String next(String namespace, String object, String kind, boolean isShared) {
    String plain = fit(object);
    String prefixed = fit(namespace + "-" + object);
    List<String> wanted =
        isShared
            ? List.of(prefixed, withEnd(prefixed, "-" + kind))
            : List.of(plain, withEnd(plain, "-" + kind), prefixed);
    for (String name : wanted) {
      if (used.add(name)) {
        return name;
      }
    }
    int number = 2;
    while (!used.add(withEnd(prefixed, "-" + number))) {
      number++;
    }
    return withEnd(prefixed, "-" + number);
  }

  private static String withEnd(String name, String end) {
    int room = LONGEST - end.length();
    return (name.length() > room ? name.substring(0, room) : name) + end;
  }

  /** Returns an object's name as a service may have it. */
  static String fit(String text) {
    String fit = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+", "");
    String cut = fit.length() > LONGEST ? fit.substring(0, LONGEST) : fit;
    String whole = cut.replaceAll("[._-]+$", "");
    return whole.isEmpty() ? "service" : whole;
  }
}
