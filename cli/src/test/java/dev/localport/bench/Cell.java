package dev.localport.bench;

/** What a line says of one program. */
sealed interface Cell {
  /** It was measured. */
  record Measured(Figures figures) implements Cell {
    @Override
    public String toString() {
      return figures.toString();
    }
  }

  /** There is no number, and why: it failed, or did not notice within the bound. */
  record Words(String words) implements Cell {
    @Override
    public String toString() {
      return words;
    }
  }
}
