package dev.localport.api;

import java.time.Duration;

/** Durations as people say them, on both sides: the two largest units at most. */
public final class Durations {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Durations() {}

  /** Returns {@code 12 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  public static String show(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < MINUTE) {
      return seconds + " s";
    } else if (seconds < HOUR) {
      return seconds / MINUTE + " min";
    } else if (seconds < DAY) {
      return pair(seconds / HOUR, " h", seconds % HOUR / MINUTE, " min");
    }
    return pair(seconds / DAY, " d", seconds % DAY / HOUR, " h");
  }

  private static String pair(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + unit : large + unit + " " + small + smallUnit;
  }

  /** Returns milliseconds with one digit behind the point: {@code 12.3 ms}. */
  public static String millis(double millis) {
    long tenths = Math.round(millis * 10);
    return tenths / 10 + "." + tenths % 10 + " ms";
  }
}
