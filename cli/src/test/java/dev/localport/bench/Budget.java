package dev.localport.bench;

/** What the median of localport is held against. Nothing fails when it does not hold. */
sealed interface Budget {
  /** Says whether the medians keep to it; {@code theirs} is kubectl's, NaN where it has none. */
  boolean holds(double ours, double theirs);

  /** A line without one. */
  record None() implements Budget {
    @Override
    public boolean holds(double ours, double theirs) {
      return true;
    }

    @Override
    public String toString() {
      return "–";
    }
  }

  /** At most so much. */
  record AtMost(double limit) implements Budget {
    @Override
    public boolean holds(double ours, double theirs) {
      return ours <= limit;
    }

    @Override
    public String toString() {
      return "≤ " + Figures.print(limit);
    }
  }

  /** At most so many times what kubectl has in the same run. */
  record AtMostTimes(double factor) implements Budget {
    @Override
    public boolean holds(double ours, double theirs) {
      return Double.isNaN(theirs) || ours <= factor * theirs;
    }

    @Override
    public String toString() {
      return "≤ %s × kubectl".formatted(Figures.print(factor));
    }
  }

  /** At least so many times what kubectl has in the same run. */
  record AtLeastTimes(double factor) implements Budget {
    @Override
    public boolean holds(double ours, double theirs) {
      return Double.isNaN(theirs) || ours >= factor * theirs;
    }

    @Override
    public String toString() {
      return "≥ %s × kubectl".formatted(Figures.print(factor));
    }
  }
}
