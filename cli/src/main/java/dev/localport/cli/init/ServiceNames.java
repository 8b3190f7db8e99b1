package dev.localport.cli.init;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives out names for services, each once. Belongs to one run. */
public final class ServiceNames {
  private static final int LONGEST = 63;
  private static final int SHORTEST_CONTEXT = 8; // in front of a long name

  private final @Nullable String context;
  private final Set<String> used = new HashSet<>();

  /**
   * Those of one context.
   *
   * @param context is put in front of each name; null: nothing
   */
  public ServiceNames(@Nullable String context) {
    this.context = context == null ? null : fit(context);
  }

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
    String plain = inContext(fit(object));
    String prefixed = inContext(fit(namespace + "-" + object));
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

  private String inContext(String name) {
    if (context == null) {
      return name;
    }
    int room = Math.max(SHORTEST_CONTEXT, LONGEST - 1 - name.length());
    return fit((context.length() > room ? context.substring(0, room) : context) + "-" + name);
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
