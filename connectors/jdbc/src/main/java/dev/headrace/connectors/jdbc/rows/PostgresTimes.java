package dev.headrace.connectors.jdbc.rows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Dates and times: counted from the year 2000, in days or microseconds, the ends of the range being
 * infinity. What Avro counts from 1970 must fit as well.
 */
final class PostgresTimes {

  private static final long EPOCH_DAYS = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long EPOCH_SECONDS = EPOCH_DAYS * 86_400;
  private static final long MICROS = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  /** The last microsecond since 2000 whose count since 1970 fits. */
  private static final long LAST = Long.MAX_VALUE - EPOCH_SECONDS * MICROS;

  private static final String INFINITY = "infinity";
  private static final String MINUS_INFINITY = "-infinity";

  private PostgresTimes() {}

  private static long micros(byte[] row, int from) throws UnfitValue {
    long micros = PostgresDecoder.longAt(row, from);
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      throw new UnfitValue("a time at infinity");
    }
    if (micros > LAST) {
      throw new UnfitValue("a time beyond the year 294246");
    }
    return micros;
  }

  private static LocalDateTime local(long micros) {
    return LocalDateTime.ofEpochSecond(
        EPOCH_SECONDS + Math.floorDiv(micros, MICROS),
        (int) (Math.floorMod(micros, MICROS) * NANOS_PER_MICRO),
        ZoneOffset.UTC);
  }

  /** As PostgreSQL reads it: years before 1 are counted backwards. */
  private static String text(LocalDate date, String time) {
    boolean beforeChrist = date.getYear() <= 0;
    int year = beforeChrist ? 1 - date.getYear() : date.getYear();
    return "%04d-%02d-%02d%s%s"
        .formatted(
            year, date.getMonthValue(), date.getDayOfMonth(), time, beforeChrist ? " BC" : "");
  }

  private static String text(long micros, String zone) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return micros > 0 ? INFINITY : MINUS_INFINITY;
    }
    LocalDateTime local = local(micros);
    return text(local.toLocalDate(), " " + local.toLocalTime() + zone);
  }

  record Date() implements PostgresDecoder {

    @Override
    public Object decode(byte[] row, int from, int length) throws UnfitValue {
      int days = PostgresDecoder.intAt(row, from);
      if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
        throw new UnfitValue("a date at infinity");
      }
      return LocalDate.ofEpochDay(days + EPOCH_DAYS);
    }

    @Override
    public String text(byte[] row, int from, int length) {
      int days = PostgresDecoder.intAt(row, from);
      if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
        return days > 0 ? INFINITY : MINUS_INFINITY;
      }
      return PostgresTimes.text(LocalDate.ofEpochDay(days + EPOCH_DAYS), "");
    }
  }

  record Time() implements PostgresDecoder {

    private static final long DAY = 86_400 * MICROS;

    @Override
    public Object decode(byte[] row, int from, int length) throws UnfitValue {
      long micros = PostgresDecoder.longAt(row, from);
      if (micros >= DAY) {
        throw new UnfitValue("the time 24:00");
      }
      return LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
    }

    @Override
    public String text(byte[] row, int from, int length) {
      long micros = PostgresDecoder.longAt(row, from);
      return micros >= DAY ? "24:00" : LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO).toString();
    }
  }

  record WithoutZone() implements PostgresDecoder {

    @Override
    public Object decode(byte[] row, int from, int length) throws UnfitValue {
      return local(micros(row, from));
    }

    @Override
    public String text(byte[] row, int from, int length) {
      return PostgresTimes.text(PostgresDecoder.longAt(row, from), "");
    }
  }

  record WithZone() implements PostgresDecoder {

    @Override
    public Object decode(byte[] row, int from, int length) throws UnfitValue {
      long micros = micros(row, from);
      return Instant.ofEpochSecond(
          EPOCH_SECONDS + Math.floorDiv(micros, MICROS),
          Math.floorMod(micros, MICROS) * NANOS_PER_MICRO);
    }

    @Override
    public String text(byte[] row, int from, int length) {
      return PostgresTimes.text(PostgresDecoder.longAt(row, from), "+00");
    }
  }
}
