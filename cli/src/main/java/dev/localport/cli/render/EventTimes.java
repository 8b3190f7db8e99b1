package dev.localport.cli.render;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * How times of the past are shown: by the user's clock, with the date where it is not today's.
 *
 * @param now tells which day is today
 * @param zone the user's
 */
record EventTimes(Instant now, ZoneId zone) {
  String show(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    String time =
        digits(local.getHour()) + ":" + digits(local.getMinute()) + ":" + digits(local.getSecond());
    boolean isToday = local.toLocalDate().equals(LocalDate.ofInstant(now, zone));
    return isToday ? time : local.toLocalDate() + " " + time;
  }

  /* By hand: a formatter costs more than the rest of what `status` prints. */
  private static String digits(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
