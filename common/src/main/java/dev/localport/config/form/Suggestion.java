package dev.localport.config.form;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the word that somebody meant. */
public final class Suggestion {
  private static final int MOST_EDITS = 2;

  private Suggestion() {}

  /** Returns the known word that is nearest to {@code word}, if one is near enough. */
  public static Optional<String> find(String word, Collection<String> known) {
    String meant = plain(word);
    return known.stream()
        .filter(candidate -> edits(meant, plain(candidate)) <= bound(meant))
        .min(Comparator.comparingInt(candidate -> edits(meant, plain(candidate))));
  }

  /**
   * Returns what to write in the place of {@code word}: the word that was meant, else all of them.
   *
   * @param otherNames what else people write, and which word they mean
   */
  static String right(String word, Collection<String> known, Map<String, String> otherNames) {
    Optional<String> meant = Optional.ofNullable(otherNames.get(word.toLowerCase(Locale.ROOT)));
    return meant
        .or(() -> find(word, known))
        .map(near -> "did you mean " + near + "?")
        .orElseGet(() -> "use " + Shown.choice(known));
  }

  private static int bound(String word) {
    return Math.min(MOST_EDITS, word.length() / 2);
  }

  /** {@code remotePort}, {@code remote-port} and {@code remote_port} are one word. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[_\\- ]", "");
  }

  /** Counts the letters to insert, remove or change; a long word is never near. */
  private static int edits(String from, String to) {
    if (Math.abs(from.length() - to.length()) > MOST_EDITS) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
