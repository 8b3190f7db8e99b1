package dev.localport.daemon.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in Prometheus' format, read as strictly as its specification defines it: each family
 * stands together under its HELP and TYPE, each series comes once, and each line is one of the
 * three kinds.
 */
final class Scraped {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(("
              + NAME
              + ")(?:\\{"
              + LABEL
              + "(?:,"
              + LABEL
              + ")*\\})?) (-?[0-9.]+(?:[eE]-?[0-9]+)?)");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Double> series = new LinkedHashMap<>();
  private String helped = "";
  private String family = "";

  /** Reads a text; one that is not well formed fails the test with its line. */
  Scraped(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    text.lines().forEach(this::read);
  }

  private void read(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (help.matches()) {
      helped = help.group(1);
    } else if (type.matches()) {
      family = type.group(1);
      check(line, family.equals(helped) && types.put(family, type.group(2)) == null);
    } else {
      check(line, sample.matches() && isOfFamily(sample.group(2)));
      check(line, series.put(sample.group(1), Double.valueOf(sample.group(3))) == null);
      check(line, !"counter".equals(types.get(family)) || family.endsWith("_total"));
    }
  }

  private boolean isOfFamily(String name) {
    return "histogram".equals(types.get(family))
        ? name.matches(Pattern.quote(family) + "_(bucket|sum|count)")
        : name.equals(family);
  }

  private static void check(String line, boolean holds) {
    if (!holds) {
      throw new AssertionError("not in Prometheus' format: " + line);
    }
  }

  /** Returns the families in their order, and of what type they are. */
  Map<String, String> types() {
    return types;
  }

  /** Returns the values by name and labels, as they are written. */
  Map<String, Double> series() {
    return series;
  }
}
