package dev.localport.logs;

import java.util.List;

/** How a line of a log names the services that it is about. */
public final class Services {
  /** The key of a line about one service. */
  public static final String ONE = "service";

  /** The key of a line about several services, whose names have commas between them. */
  public static final String SEVERAL = "services";

  static final List<String> KEYS = List.of(ONE, SEVERAL);

  private Services() {}

  /** Returns the names that a value of {@link #SEVERAL} holds; of {@link #ONE} that one. */
  public static List<String> split(String value) {
    return List.of(value.split(",", -1));
  }
}
