package dev.localport.daemon.metrics;

import dev.localport.api.Lifetimes;
import dev.localport.daemon.metrics.TextFormat.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Families with one series or more for each of several subjects, such as services. Not thread-safe.
 *
 * @param labels which distinguish the subjects
 */
record Families<S>(
    TextFormat text, List<S> subjects, Function<? super S, Map<String, String>> labels) {
  private static final double MILLIS_PER_SECOND = 1e3;

  /** Adds a value for each subject; one whose value is null has no series. */
  void one(
      TextFormat.Type type,
      String name,
      String help,
      Function<? super S, ? extends @Nullable Number> value) {
    List<Series> series = new ArrayList<>();
    for (S subject : subjects) {
      Number now = value.apply(subject);
      if (now != null) {
        series.add(series(subject, now));
      }
    }
    text.add(type, name, help, series);
  }

  private Series series(S subject, Number value) {
    Series series = Series.of(value.doubleValue());
    for (Map.Entry<String, String> label : labels.apply(subject).entrySet()) {
      series = series.with(label.getKey(), label.getValue());
    }
    return series;
  }

  /** Adds values that one more label distinguishes. */
  void several(
      TextFormat.Type type,
      String name,
      String help,
      String label,
      Function<? super S, ? extends Map<String, ? extends Number>> values) {
    List<Series> series = new ArrayList<>();
    for (S subject : subjects) {
      values
          .apply(subject)
          .forEach((word, value) -> series.add(series(subject, value).with(label, word)));
    }
    text.add(type, name, help, series);
  }

  /** Adds how long something lasted; a subject whose lifetimes are null has none. */
  void lifetimes(String name, String help, Function<? super S, @Nullable Lifetimes> value) {
    List<List<Map.Entry<String, Series>>> histograms = new ArrayList<>();
    for (S subject : subjects) {
      Lifetimes now = value.apply(subject);
      if (now != null) {
        histograms.add(histogram(subject, now));
      }
    }
    text.addHistograms(name, help, histograms);
  }

  private List<Map.Entry<String, Series>> histogram(S subject, Lifetimes now) {
    List<Map.Entry<String, Series>> lines = new ArrayList<>();
    for (int i = 0; i < now.counts().size(); i++) {
      String bound = i < Lifetimes.BOUNDS.size() ? String.valueOf(Lifetimes.BOUNDS.get(i)) : "+Inf";
      lines.add(
          Map.entry("_bucket", series(subject, now.counts().get(i)).with(TextFormat.BOUND, bound)));
    }
    lines.add(Map.entry("_sum", series(subject, now.sumSeconds())));
    lines.add(Map.entry("_count", series(subject, now.counts().getLast())));
    return lines;
  }

  /** Adds one series for each word: 1 for the one that holds, 0 for the others. */
  void state(String name, String help, List<String> words, Function<? super S, String> current) {
    several(
        TextFormat.Type.GAUGE,
        name,
        help,
        "state",
        subject -> {
          Map<String, Integer> holds = new LinkedHashMap<>();
          words.forEach(word -> holds.put(word, word.equals(current.apply(subject)) ? 1 : 0));
          return holds;
        });
  }

  /** Adds quantiles in seconds of what is known in milliseconds; null is not known yet. */
  void quantiles(
      String name, String help, Map<String, Function<? super S, @Nullable Double>> millis) {
    several(
        TextFormat.Type.SUMMARY,
        name,
        help,
        TextFormat.QUANTILE,
        subject -> {
          Map<String, Double> known = new LinkedHashMap<>();
          millis.forEach((quantile, value) -> {
            Double now = value.apply(subject);
            if (now != null) {
              known.put(quantile, now / MILLIS_PER_SECOND);
            }
          });
          return known;
        });
  }
}
