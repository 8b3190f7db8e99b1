package dev.localport.cli.render;

import dev.localport.api.Explanation;
import dev.localport.api.Explanation.Finding;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An explanation as it is read: the findings by number, below each its evidence and the next step.
 *
 * @param columns how wide a line may be; 0: any
 * @param now tells which day is today
 * @param zone the user's: the times in the texts are UTC
 */
public record ExplanationText(int columns, Instant now, ZoneId zone) {
  private static final String INDENT = "   ";

  /* 2026-01-31T08:00:00.125Z */
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");

  /* To reconnect now: localport reconnect web */
  private static final Pattern COMMAND =
      Pattern.compile("(?<front>.*[:,]) (?<command>(?:kubectl|localport) .*)");

  /** Returns its lines, which may be colored. */
  public List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    add(lines, Colour.BOLD, "", explanation.headline(), "");
    int number = 1;
    for (Finding finding : explanation.findings()) {
      lines.add("");
      add(lines, Colour.NONE, number + ". ", finding.what(), INDENT);
      for (String evidence : finding.evidence()) {
        add(lines, Colour.NONE, INDENT + "- ", evidence, INDENT + "  ");
      }
      if (finding.todo() != null) {
        todo(lines, OneLine.plain(finding.todo()));
      }
      number++;
    }
    return lines;
  }

  private void add(List<String> lines, Colour colour, String front, String text, String indent) {
    for (String line : wrapped(front, local(OneLine.plain(text)), indent)) {
      lines.add(colour.paint(line));
    }
  }

  private void todo(List<String> lines, String text) {
    lines.addAll(todoLines(INDENT, text));
  }

  /* A command that does not fit has a line of its own, which is not broken: it is to be copied. */
  List<String> todoLines(String indent, String text) {
    List<String> lines = new ArrayList<>();
    Matcher command = COMMAND.matcher(text);
    String front = indent + "→ ";
    boolean fits = columns == 0 || OneLine.width(front + text) < columns; // in ASCII, → is wider
    String shown = fits || !command.matches() ? text : command.group("front");
    int room = columns == 0 ? Integer.MAX_VALUE : columns - 1;
    for (String line : Wrapping.lines(front, local(shown), indent + "  ", room)) {
      lines.add(Colour.DIM.paint(line));
    }
    if (!fits && command.matches()) {
      lines.add(Colour.DIM.paint(indent + indent + "  " + command.group("command")));
    }
    return lines;
  }

  private List<String> wrapped(String front, String text, String indent) {
    return columns == 0 ? List.of(front + text) : Wrapping.lines(front, text, indent, columns);
  }

  String local(String text) {
    return TIME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(shown(found)));
  }

  private String shown(MatchResult found) {
    try {
      return new EventTimes(now, zone).show(Instant.parse(found.group()));
    } catch (DateTimeException _) {
      return found.group(); // 2026-99-99T99:99:99Z
    }
  }
}
