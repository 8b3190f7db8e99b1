package dev.localport.daemon.tunnel;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of {@code liveness-rules.txt} as {@code docs/states.md} says them. */
final class LivenessWords {
  /** A part of a cell, and how it reads. */
  private record Phrase(Pattern part, String words) {
    static Phrase of(String part, String words) {
      return new Phrase(Pattern.compile(part), words);
    }
  }

  private static final List<Phrase> STATES =
      List.of(
          Phrase.of("alive", "`alive`"),
          Phrase.of("asked ([0-9.]+)", "`asked`, silent for $1 s"),
          Phrase.of("proof ([0-9.]+)", "`asked` for an answer within 3 s, silent for $1 s"),
          Phrase.of("behind ([0-9.]+)", "`behind` data of its own, silent for $1 s"),
          Phrase.of("late ([0-9.]+)/([0-9.]+)", "`late` for $1 s, silent for $2 s"),
          Phrase.of(
              "proof late ([0-9.]+)/([0-9.]+)",
              "`late` for $1 s, silent for $2 s, asked for an answer within 3 s"),
          Phrase.of(
              "was behind ([0-9.]+)/([0-9.]+)",
              "`late` for $1 s, silent for $2 s, after it was `behind`"),
          Phrase.of("dead [0-9.]+", "`dead`"),
          Phrase.of("proven", "another session has answered for 3.5 s"),
          Phrase.of("given up", "`give_up` is over"),
          Phrase.of("asked again", "pinged now"),
          Phrase.of("tcp", "nothing was sent again at first"),
          Phrase.of("calm ([0-9.]+)", "all data acknowledged for $1 s since"),
          Phrase.of("trial ([0-9.]+)", "on trial"),
          Phrase.of(
              "trial ([0-9.]+) repeated ([0-9.]+)", "on trial, TCP sent data again $2 s ago"));

  private static final List<Phrase> SEEN =
      List.of(
          Phrase.of("look", ""),
          Phrase.of("silent ([0-9.]+)", "no byte for $1 s"),
          Phrase.of("heard ([0-9.]+) ago", "a byte $1 s ago"),
          Phrase.of("heard", "a byte arrives"),
          Phrase.of("answered", "the ping is answered"),
          Phrase.of("ping wanted ([0-9.]+)", "a ping is wanted"),
          Phrase.of("proof wanted ([0-9.]+)", "an answer within $1 s is wanted"),
          Phrase.of("stalled", "LocalPort does not read, because a local client is slow"),
          Phrase.of("slow", "the connection is slow"),
          Phrase.of("data ([0-9.]+)", "data ahead that may take $1 s"),
          Phrase.of("others ([0-9.]+)", "other sessions heard $1 s ago"),
          Phrase.of("answers ([0-9.]+)", "another session has answered for $1 s"),
          Phrase.of("unacknowledged", "data is unacknowledged"),
          Phrase.of("unacknowledged again", "data is unacknowledged and was sent again"),
          Phrase.of("acknowledged", "all data is acknowledged"),
          Phrase.of(
              "acknowledged again", "all data is acknowledged, some after it was sent again"));

  private static final List<Phrase> EFFECTS =
      List.of(
          Phrase.of("", ""),
          Phrase.of("PING", "pings it"),
          Phrase.of("ASK_WITNESS", "pings another session"),
          Phrase.of("TELL_LATE", "sends new connections elsewhere"),
          Phrase.of("TELL_RECOVERED", "uses it for new connections again"));

  private LivenessWords() {}

  static String state(String cell) {
    return words(cell, STATES);
  }

  static String seen(String cell) {
    String words = words(cell, SEEN);
    return words.isEmpty() ? "still no byte" : words;
  }

  static String effects(String cell) {
    return words(cell, EFFECTS);
  }

  private static String words(String cell, List<Phrase> phrases) {
    return Stream.of(cell.split(", ", -1))
        .map(part -> say(part, phrases))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String say(String part, List<Phrase> phrases) {
    return phrases.stream()
        .map(phrase -> Map.entry(phrase.part().matcher(part), phrase.words()))
        .filter(found -> found.getKey().matches())
        .map(found -> replaced(found.getKey(), found.getValue()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("docs/states.md has no words for: " + part));
  }

  private static String replaced(Matcher matched, String words) {
    String said = words;
    for (int i = 1; i <= matched.groupCount(); i++) {
      said = said.replace("$" + i, matched.group(i));
    }
    return said;
  }
}
