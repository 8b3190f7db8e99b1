package dev.localport.cli.render;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorCheck.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code doctor} prints: findings under headings, each with a sign, and below those that are
 * not well what to do. Missing permissions and ports have their subject in a column. Not
 * thread-safe.
 */
public final class DoctorView {
  private static final int SUBJECT = 34;
  private static final String INDENT = "    ";

  private final Output output;
  private final ExplanationText texts;
  private String heading = "";

  /**
   * Prints to the output.
   *
   * @param now tells which day is today
   */
  public DoctorView(Output output, Instant now) {
    this.output = output;
    this.texts = new ExplanationText(output.columns(), now, ZoneId.systemDefault());
  }

  /**
   * Prints a finding, with a heading where its group is another one than that of the last. A
   * permission that is there is left out: the line about all of them counts it.
   */
  public void print(DoctorCheck check) {
    if (check.id().equals("cluster.permission") && check.status() == Status.OK) {
      return;
    }
    List<String> lines = new ArrayList<>();
    if (!check.group().equals(heading)) {
      if (!heading.isEmpty()) {
        lines.add("");
      }
      heading = check.group();
      lines.add(Colour.BOLD.paint(OneLine.plain(heading)));
    }
    lines.addAll(lines(check));
    output.painted(lines);
  }

  private List<String> lines(DoctorCheck check) {
    List<String> lines = new ArrayList<>();
    String front = "  ";
    for (String line : wrapped(text(check))) {
      lines.add(front + (lines.isEmpty() ? sign(check.status()) + " " : "  ") + line);
    }
    if (check.remedy() != null) {
      lines.addAll(texts.todoLines(INDENT, check.remedy()));
    }
    return lines;
  }

  private static String text(DoctorCheck check) {
    boolean isRow = check.id().equals("cluster.permission") || check.id().equals("port");
    String message = OneLine.plain(check.message());
    if (!isRow) {
      return message;
    }
    String subject = OneLine.plain(check.subject());
    return subject + " ".repeat(Math.max(2, SUBJECT - OneLine.width(subject))) + message;
  }

  private List<String> wrapped(String text) {
    String local = texts.local(text);
    return output.columns() == 0
        ? List.of(local)
        : Wrapping.lines("", local, "", output.columns() - INDENT.length());
  }

  private static String sign(Status status) {
    return switch (status) {
      case OK -> Colour.GREEN.paint("✓");
      case WARNING -> Colour.YELLOW.paint("!");
      case BROKEN -> Colour.RED.paint("✗");
    };
  }

  /** Prints how many findings there are of each kind. */
  public void summary(List<DoctorCheck> all) {
    long broken = count(all, Status.BROKEN);
    long warnings = count(all, Status.WARNING);
    output.painted(
        List.of(
            "",
            "%d broken, %s, %d fine"
                .formatted(
                    broken,
                    warnings == 1 ? "1 warning" : warnings + " warnings",
                    count(all, Status.OK))));
  }

  private static long count(List<DoctorCheck> all, Status status) {
    return all.stream().filter(check -> check.status() == status).count();
  }
}
