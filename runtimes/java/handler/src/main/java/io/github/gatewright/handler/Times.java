package io.github.gatewright.handler;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the dates and times of RFC 3339, section 5.6. */
final class Times {

  private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]+))?"
              + "(?:Z|([+-])([0-9]{2}):([0-9]{2}))");

  private static final int NANOSECOND_DIGITS = 9;

  /** Those that {@link ZoneOffset} takes. */
  private static final int MOST_OFFSET_MINUTES = 18 * 60;

  private Times() {}

  /** Returns a date, or null where the text is not one. */
  static LocalDate date(String text) {
    Matcher m = DATE.matcher(text);
    try {
      return m.matches() ? LocalDate.of(number(m, 1), number(m, 2), number(m, 3)) : null;
    } catch (DateTimeException e) { // no such day
      return null;
    }
  }

  /** Returns a date with a time, or null where the text is not one. */
  static OffsetDateTime dateTime(String text) {
    Matcher m = DATE_TIME.matcher(text);
    if (!m.matches()) {
      return null;
    }
    LocalDateTime local;
    try {
      local =
          LocalDateTime.of(
              number(m, 1), number(m, 2), number(m, 3), number(m, 4), number(m, 5), number(m, 6));
    } catch (DateTimeException e) { // no such day or time
      return null;
    }
    if (m.group(7) != null) {
      String fraction = m.group(7) + "0".repeat(NANOSECOND_DIGITS);
      local = local.withNano(Integer.parseInt(fraction.substring(0, NANOSECOND_DIGITS)));
    }
    if (m.group(8) == null) {
      return local.atOffset(ZoneOffset.UTC);
    }
    if (number(m, 9) > 24 || number(m, 10) > 60) {
      return null;
    }
    int minutes = (number(m, 9) * 60 + number(m, 10)) * ("-".equals(m.group(8)) ? -1 : 1);
    if (Math.abs(minutes) > MOST_OFFSET_MINUTES) {
      return local.minusMinutes(minutes).atOffset(ZoneOffset.UTC);
    }
    return local.atOffset(ZoneOffset.ofTotalSeconds(minutes * 60));
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }
}
