package dev.localport.config.form;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the known word that a mistyped one was meant to be. */
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

  /** Returns {@code did you mean web?}; {@code otherwise} where no known word is near. */
  public static String hint(String word, Collection<String> known, String otherwise) {
    return find(word, known).map("did you mean %s?"::formatted).orElse(otherwise);
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
    return Math.min(MOST_EDITS, (word.length() + 1) / 3); // of four letters, two would be any word
  }

  /** {@code remotePort}, {@code remote-port} and {@code remote_port} are one word. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[_\\- ]", "");
  }

  /**
   * Counts the letters to insert, remove, change or swap with their neighbor; a long word is never
   * near.
   */
  private static int edits(String from, String to) {
    if (Math.abs(from.length() - to.length()) > MOST_EDITS) {
      return Integer.MAX_VALUE;
    }
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : least(edits, from, i, to, j);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int least(int[][] edits, String from, int i, String to, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int least = edits[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
