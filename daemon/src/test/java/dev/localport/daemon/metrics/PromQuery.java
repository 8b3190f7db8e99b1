package dev.localport.daemon.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus names: metrics, labels, and values of labels. It is compared with the
 * series of a page; labels of Prometheus' own are known, too.
 */
final class PromQuery {
  private static final Pattern SERIES = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern METRIC =
      Pattern.compile("\\b(up|localport_\\w+|process_\\w+)\\b(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private final Map<String, Map<String, Set<String>>> page = new TreeMap<>();

  /** Reads the page that queries are compared with. */
  PromQuery(String text) {
    text.lines().filter(line -> !line.startsWith("#")).forEach(this::read);
    page.put("up", new TreeMap<>());
  }

  private void read(String line) {
    Matcher series = SERIES.matcher(line);
    if (!series.matches()) {
      throw new AssertionError(line);
    }
    Map<String, Set<String>> labels = page.computeIfAbsent(series.group(1), _ -> new TreeMap<>());
    Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
    while (label.find()) {
      labels.computeIfAbsent(label.group(1), _ -> new TreeSet<>()).add(label.group(2));
    }
  }

  /** Returns the labels that a query's result can have. */
  Set<String> labels(String query) {
    Matcher grouping = GROUPING.matcher(query);
    if (grouping.find()) {
      return Set.of(grouping.group(1).strip().split("\\s*,\\s*"));
    }
    Set<String> all = new TreeSet<>(OF_PROMETHEUS);
    Matcher metric = METRIC.matcher(query);
    while (metric.find()) {
      all.addAll(page.getOrDefault(metric.group(1), Map.of()).keySet());
    }
    return all;
  }

  /** Returns what a query names that the page does not have, a few words each. */
  List<String> unknown(String query) {
    List<String> unknown = new ArrayList<>();
    Set<String> labels = new TreeSet<>();
    Matcher metric = METRIC.matcher(query);
    while (metric.find()) {
      Map<String, Set<String>> known = page.get(metric.group(1));
      if (known == null) {
        unknown.add("metric " + metric.group(1));
      } else {
        labels.addAll(known.keySet());
        matchers(metric.group(1), metric.group(2), known, unknown);
      }
    }
    if (labels.isEmpty() && !query.contains("localport") && !query.contains("process_")) {
      unknown.add("no metric at all");
    }
    GROUPING
        .matcher(query)
        .results()
        .flatMap(result -> List.of(result.group(1).strip().split("\\s*,\\s*")).stream())
        .filter(label -> !labels.contains(label))
        .forEach(label -> unknown.add("label " + label + " to group by"));
    return unknown;
  }

  private static void matchers(
      String metric, String text, Map<String, Set<String>> known, List<String> unknown) {
    Matcher matcher = MATCHER.matcher(text == null ? "" : text);
    while (matcher.find()) {
      String label = matcher.group(1);
      Set<String> values = known.get(label);
      if (values == null) {
        if (!OF_PROMETHEUS.contains(label)) {
          unknown.add("label %s of %s".formatted(label, metric));
        }
      } else if (!matcher.group(3).startsWith("$")) { // else a variable of the dashboard
        for (String value : matcher.group(3).split("\\|", -1)) {
          if (!values.contains(value)) {
            unknown.add("%s=%s of %s".formatted(label, value, metric));
          }
        }
      }
    }
  }
}
