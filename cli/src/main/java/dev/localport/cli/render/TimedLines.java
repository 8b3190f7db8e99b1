package dev.localport.cli.render;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * Lines about what has happened, each behind its time by the user's clock.
 *
 * @param clock tells which day is today
 * @param zone the user's
 */
public record TimedLines(InstantSource clock, ZoneId zone) {
  /** Returns {@code 19:31:02 connection lost}. */
  public String line(Instant at, String text) {
    return new EventTimes(clock.instant(), zone).show(at) + "  " + text;
  }
}
