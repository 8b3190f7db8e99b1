package dev.localport.bench;

import java.util.List;
import java.util.Locale;

/** The values of one program in one line, in the order in which they were taken. Immutable. */
record Figures(List<Double> values) {
  Figures {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values: say in words why there are none");
    }
  }

  /** Returns the value in the middle; of an even number, the mean of the two in the middle. */
  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Returns the smallest value that at least {@code hundredths} of the values do not exceed. */
  double percentile(int hundredths) {
    List<Double> sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(sorted.size() * hundredths / 100.0);
    return sorted.get(Math.max(rank, 1) - 1);
  }

  /** Returns the median, and the smallest and the largest value where they differ as printed. */
  @Override
  public String toString() {
    String median = print(median());
    String least = print(percentile(0));
    String most = print(percentile(100));
    return least.equals(most) ? median : "%s (%s–%s)".formatted(median, least, most);
  }

  /** Returns a value with three digits that count, and whole numbers as they are. */
  static String print(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
  }
}
