package dev.localport.api;

import java.time.Duration;

/**
 * Lengths of time as people say them, on both sides: whole units without a space ({@code 12m}),
 * milliseconds and fractions with one ({@code 16 ms}, {@code 1.4 s}).
 */
public final class Durations {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long SECOND_MILLIS = 1_000;
  private static final long ROUGH_MILLIS = 10 * SECOND_MILLIS;
  private static final long TENTHS_FROM_MILLIS = 100;

  private Durations() {}

  /**
   * Returns whole units, the two largest at most: {@code 12s}, {@code 3m}, {@code 2h 5m}, {@code 3d
   * 4h}.
   */
  public static String show(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < MINUTE) {
      return seconds + "s";
    } else if (seconds < HOUR) {
      return seconds / MINUTE + "m";
    } else if (seconds < DAY) {
      return pair(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
    }
    return pair(seconds / DAY, "d", seconds % DAY / HOUR, "h");
  }

  private static String pair(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + unit : large + unit + " " + small + smallUnit;
  }

  /**
   * Returns how long something took: {@code 16 ms}, {@code 0.3 s}, {@code 1.4 s}, and from ten
   * seconds on as {@link #show}.
   */
  public static String took(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < TENTHS_FROM_MILLIS) {
      return millis + " ms";
    }
    return millis < ROUGH_MILLIS ? tenths(millis, "s") : show(duration);
  }

  /**
   * Returns how long an answer takes: {@code 4.5 ms}, {@code 16 ms}, {@code 613 ms}, {@code 1.4 s},
   * and from ten seconds on as {@link #show}.
   */
  public static String millis(double millis) {
    long micros = Math.round(Math.max(0, millis) * SECOND_MILLIS);
    if (micros < ROUGH_MILLIS - SECOND_MILLIS / 20) {
      return tenths(micros, "ms");
    }
    long whole = Math.round(millis);
    return whole < SECOND_MILLIS ? whole + " ms" : took(Duration.ofMillis(whole));
  }

  /* A thousand is one of the unit; rounded to a tenth of it. */
  private static String tenths(long thousandths, String unit) {
    long tenths = Math.round(thousandths / 100.0);
    return tenths / 10 + "." + tenths % 10 + " " + unit;
  }
}
