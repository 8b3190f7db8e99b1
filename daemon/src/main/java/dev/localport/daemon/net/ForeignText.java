package dev.localport.daemon.net;

import dev.localport.api.SecretMask;
import dev.localport.api.Steering;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one gate for text from outside: a server, a proxy, a pod, a credential plug-in. What passes
 * it is one line of limited length, without characters that steer a terminal or change the
 * direction of reading.
 */
public final class ForeignText {
  /** The most characters that are kept of one text. */
  public static final int MOST = 1024;

  /** How much is read: what is dropped may stand in front of what is kept. */
  private static final int MOST_READ = 4 * MOST;

  /** A sequence that moves or colors a terminal's text: it is left out as a whole. */
  private static final Pattern SEQUENCE = Pattern.compile("\\x1b\\[[0-9;:?]{0,32}[ -/]?[@-~]");

  /**
   * A pod's UID behind its name, as the kubelet names pods in its messages: "web_shop(6f1c…)"; that
   * of a static pod is a hash. See format.Pod in pkg/kubelet/util/format/pod.go.
   */
  private static final Pattern POD_UID =
      Pattern.compile("\\((?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})\\)");

  private ForeignText() {}

  /** Returns the text as it may be shown and logged, without the UIDs of pods. */
  public static String line(String text) {
    String plain = plain(head(text, MOST_READ), "").strip();
    String line = SecretMask.in(POD_UID.matcher(plain).replaceAll(""));
    return line.length() <= MOST ? line : head(line, MOST) + "…";
  }

  /** As {@link #line}, of a text that may be missing. */
  public static @Nullable String lineOrNull(@Nullable String text) {
    return text == null ? null : line(text);
  }

  /**
   * Returns a line of a program's output as it may be shown: as it is, tabs and all, but without
   * sequences that color a terminal and without other characters that steer one. It is the user's
   * own and is kept nowhere, so nothing in it is masked.
   *
   * @param most the most characters of it that are kept
   */
  public static String output(String text, int most) {
    String plain = isPlain(text) ? text : plain(SEQUENCE.matcher(text).replaceAll(""), "\t");
    return head(plain, most);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (Steering.is(c) || Character.isSurrogate(c))) {
        return false;
      }
    }
    return true;
  }

  /** One blank for each run of characters that steer a terminal, or are half of a pair. */
  private static String plain(String text, String kept) {
    StringBuilder plain = new StringBuilder(text.length());
    boolean isRun = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      boolean isDropped =
          (Steering.is(character) && kept.indexOf(character) < 0)
              || Character.getType(character) == Character.SURROGATE;
      if (!isDropped) {
        plain.appendCodePoint(character);
      } else if (!isRun) {
        plain.append(' ');
      }
      isRun = isDropped;
    }
    return plain.toString();
  }

  /** Never ends with half of a pair. */
  private static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
