package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of a shell, lent to the credential plug-ins of what that shell loads or starts:
 * they run as they would for kubectl in that shell. May hold secrets: it stays in memory, and only
 * {@link #kept} of it is written to disk. Immutable, and never printed.
 *
 * @param variables by their names
 * @param lender whose it is, for people, such as {@code localport start (shell 812)}
 * @param whole whether these are all variables, or those that outlived a daemon
 */
public record ShellEnvironment(Map<String, String> variables, String lender, boolean whole) {
  /** No shell lends anything: plug-ins run with the daemon's own environment. */
  public static final ShellEnvironment NONE = new ShellEnvironment(Map.of(), "", false);

  private static final int MOST = 128 << 10; // characters: it travels in a line of 1 MiB
  private static final int MOST_OF_ONE = 32 << 10;

  /** Copies the variables, so that an environment never changes. */
  public ShellEnvironment {
    variables = Map.copyOf(variables);
  }

  /**
   * Returns the environment of a shell. Values of more than 32 KiB are left out, and the longest
   * ones beyond 128 KiB in all: they are shell functions and the like.
   */
  public static ShellEnvironment of(Map<String, String> environment, String lender) {
    List<Map.Entry<String, String>> shortest = new ArrayList<>(environment.entrySet());
    shortest.sort(Comparator.comparingInt(variable -> variable.getValue().length()));
    Map<String, String> lent = new TreeMap<>();
    int size = 0;
    for (Map.Entry<String, String> variable : shortest) {
      size += variable.getKey().length() + variable.getValue().length();
      if (size <= MOST && variable.getValue().length() <= MOST_OF_ONE) {
        lent.put(variable.getKey(), variable.getValue());
      }
    }
    return new ShellEnvironment(lent, lender, true);
  }

  /** Returns what may be on disk: the variables of {@link PlainVariables}. */
  public ShellEnvironment kept() {
    return new ShellEnvironment(PlainVariables.of(variables), lender, false);
  }

  @Override
  public String toString() {
    return "%d variables of %s".formatted(variables.size(), lender); // their values may be secret
  }

  /** Returns the environment as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("variables", new TreeMap<>(variables))
        .put("lender", lender)
        .put("whole", whole)
        .build();
  }

  static ShellEnvironment from(JsonObject json) {
    return new ShellEnvironment(
        json.textMap("variables"), json.text("lender", ""), json.flag("whole", false));
  }
}
