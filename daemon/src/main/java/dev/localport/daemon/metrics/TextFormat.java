package dev.localport.daemon.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Metrics as Prometheus reads them, in its text format, version 0.0.4: families in the order of
 * their names, series in the order of their labels. Not thread-safe.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class TextFormat {
  /** The type of the text over HTTP. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** The label of quantiles; it stands last. */
  static final String QUANTILE = "quantile";

  /** The label of a histogram's bounds; it stands last. */
  static final String BOUND = "le";

  private static final Comparator<String> LABELS =
      Comparator.<String, Boolean>comparing(label -> label.equals(QUANTILE) || label.equals(BOUND))
          .thenComparing(Comparator.naturalOrder());

  private final SortedMap<String, String> families = new TreeMap<>();

  /** What a family's values mean. */
  enum Type {
    /** Only grows; the written name ends with {@code _total}. */
    COUNTER("counter", "_total"),
    /** Rises and falls. */
    GAUGE("gauge", ""),
    /** Counts of values up to bounds, with a sum and a count. */
    HISTOGRAM("histogram", ""),
    /** Quantiles; we write neither a sum nor a count. */
    SUMMARY("summary", "");

    private final String word;
    private final String ending;

    Type(String word, String ending) {
      this.word = word;
      this.ending = ending;
    }
  }

  /** One value, and its labels. */
  record Series(SortedMap<String, String> labels, String value) implements Comparable<Series> {
    /** A fact, without labels yet: what counts is what its labels say. */
    static final Series FACT = new Series(new TreeMap<>(LABELS), "1");

    /** Creates one without labels. */
    static Series of(double value) {
      return new Series(FACT.labels, String.valueOf(value));
    }

    /** Returns one with one more label. */
    Series with(String label, String word) {
      SortedMap<String, String> more = new TreeMap<>(labels);
      more.put(label, word);
      return new Series(more, value);
    }

    /** By the values of the labels; all series of a family have the same ones. */
    @Override
    public int compareTo(Series other) {
      var theirs = other.labels.values().iterator();
      for (String ours : labels.values()) {
        int order = ours.compareTo(theirs.next());
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    private String text() {
      StringBuilder text = new StringBuilder();
      labels.forEach((label, word) ->
          text.append(text.isEmpty() ? '{' : ',')
              .append(label)
              .append("=\"")
              .append(escaped(word))
              .append('"'));
      return text.append(text.isEmpty() ? " " : "} ").append(value).toString();
    }

    private static String escaped(String value) {
      return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
  }

  /** Adds a family; one without series is left out. The help is one line without a backslash. */
  void add(Type type, String name, String help, List<Series> series) {
    if (series.isEmpty()) {
      return;
    }
    String written = name + type.ending;
    StringBuilder text = new StringBuilder();
    text.append("# HELP ").append(written).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(written).append(' ').append(type.word).append('\n');
    series.stream().sorted().forEach(one -> text.append(written).append(one.text()).append('\n'));
    families.put(name, text.toString());
  }

  /**
   * Adds a family of histograms; one without any is left out.
   *
   * @param lines each histogram's own, in its order: what stands behind the family's name, and the
   *     value with its labels
   */
  void addHistograms(String name, String help, List<List<Map.Entry<String, Series>>> lines) {
    if (lines.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(Type.HISTOGRAM.word).append('\n');
    lines.stream()
        .sorted(Comparator.comparing(histogram -> histogram.getLast().getValue()))
        .flatMap(List::stream)
        .forEach(line ->
            text.append(name).append(line.getKey()).append(line.getValue().text()).append('\n'));
    families.put(name, text.toString());
  }

  /** Returns the text. */
  String text() {
    return String.join("", families.values());
  }
}
