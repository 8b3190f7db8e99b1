package dev.localport.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one row has measured so far. Confined to the thread of the row. */
final class Sheet {
  private record Head(String unit, Budget budget) {}

  private final String row;
  private final Map<String, Head> heads = new LinkedHashMap<>();
  private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> words = new LinkedHashMap<>();

  Sheet(String row) {
    this.row = row;
  }

  /** Begins a line; the table shows the lines in this order. */
  void line(String what, String unit, Budget budget) {
    heads.put(what, new Head(unit, budget));
  }

  /** Adds a value of a program to a line that has begun. */
  void add(String what, String program, double value) {
    of(values, what).computeIfAbsent(program, _ -> new ArrayList<>()).add(value);
  }

  /** Says why a program has no value; words hold over values. */
  void say(String what, String program, String why) {
    of(words, what).put(program, why);
  }

  private <T> Map<String, T> of(Map<String, Map<String, T>> lines, String what) {
    if (!heads.containsKey(what)) {
      throw new IllegalArgumentException("no line \"%s\" has begun".formatted(what));
    }
    return lines.computeIfAbsent(what, _ -> new LinkedHashMap<>());
  }

  /** Returns the lines that hold something. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    heads.forEach((what, head) -> {
      Map<String, Cell> cells = new LinkedHashMap<>();
      values
          .getOrDefault(what, Map.of())
          .forEach((program, list) -> cells.put(program, new Cell.Measured(new Figures(list))));
      words
          .getOrDefault(what, Map.of())
          .forEach((program, why) -> cells.put(program, new Cell.Words(why)));
      if (!cells.isEmpty()) {
        lines.add(new Line(row, what, head.unit(), head.budget(), cells));
      }
    });
    return lines;
  }
}
