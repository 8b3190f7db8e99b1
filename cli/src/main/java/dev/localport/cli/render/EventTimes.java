package dev.localport.cli.render;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How times of the past are shown: by the user's clock, with the date where it is not today's.
 *
 * @param now tells which day is today
 * @param zone the user's
 */
record EventTimes(Instant now, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter WITH_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  String show(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    boolean isToday = local.toLocalDate().equals(LocalDate.ofInstant(now, zone));
    return (isToday ? TIME : WITH_DATE).format(local);
  }
}
