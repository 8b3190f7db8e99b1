package dev.localport.cli.render;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorCheck.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code doctor} prints: findings under headings, each with a sign, and below those that are
 * not well what to do. Missing permissions and ports have their subject in a column; a permission
 * has one line, and the remedy stands below the sum of its place. Not thread-safe.
 */
public final class DoctorView {
  private static final String PERMISSION = "cluster.permission";
  private static final String MISSING = "missing permission: ";
  private static final int SUBJECT = 35;
  private static final String INDENT = "    ";

  private final Output output;
  private final ExplanationText texts;
  private String heading = "";
  private String place = ""; // of the permissions that are missing

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
    if (check.id().equals(PERMISSION)) {
      if (check.status() == Status.OK) {
        return;
      }
      printMissing(check);
      return;
    }
    place = "";
    print(check, lines(check));
  }

  /* The subject is PLACE: PERMISSION; the place is printed once. */
  private void printMissing(DoctorCheck check) {
    int end = check.subject().indexOf(": ");
    String where = end < 0 ? "" : check.subject().substring(0, end);
    List<String> lines = new ArrayList<>();
    if (!where.isEmpty() && !where.equals(place)) {
      String missing = "missing permissions in " + OneLine.plain(where) + ":";
      wrapped(missing).forEach(line -> lines.add("  " + line));
    }
    place = where;
    String what = end < 0 ? check.subject() : check.subject().substring(end + 2);
    String loss = check.message().replaceFirst("^" + MISSING, "");
    lines.addAll(signed(check, row(what, loss)));
    print(check, lines);
  }

  private void print(DoctorCheck check, List<String> below) {
    List<String> lines = new ArrayList<>();
    if (!check.group().equals(heading)) {
      if (!heading.isEmpty()) {
        lines.add("");
      }
      heading = check.group();
      lines.add(Colour.BOLD.paint(OneLine.plain(heading)));
    }
    lines.addAll(below);
    output.painted(lines);
  }

  private List<String> lines(DoctorCheck check) {
    String message = OneLine.plain(check.message());
    List<String> lines =
        signed(check, check.id().equals("port") ? row(check.subject(), message) : message);
    if (check.remedy() != null) {
      lines.addAll(texts.todoLines(INDENT, check.remedy()));
    }
    return lines;
  }

  private List<String> signed(DoctorCheck check, String text) {
    List<String> lines = new ArrayList<>();
    for (String line : wrapped(text)) {
      lines.add("  " + (lines.isEmpty() ? sign(check.status()) + " " : "  ") + line);
    }
    return lines;
  }

  private static String row(String subject, String message) {
    String first = OneLine.plain(subject);
    return first + " ".repeat(Math.max(2, SUBJECT - OneLine.width(first))) + OneLine.plain(message);
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
