package dev.headrace.runtime.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * Due when the clock on the wall shows what a cron expression of Quartz says.
 *
 * <p>Quartz itself leaves out what falls into the hour that is skipped when clocks go forward, and
 * one of the two hours when they go back. So it is asked only about local times, and the zone is
 * applied here: a time that is skipped comes as much later as clocks go forward, one that comes
 * twice is taken the first time. A schedule for every hour keeps its pace and knows no such hours.
 */
public final class CronSchedule implements Schedule {

  private static final Set<String> EVERY_HOUR = Set.of("*", "0/1", "*/1", "0-23");
  private static final int HOUR_FIELD = 2;

  private final String expression;
  private final ZoneId zone;
  private final CronExpression cron;
  private final boolean everyHour;

  /**
   * @throws ParseException when the expression is none
   */
  public CronSchedule(String expression, ZoneId zone) throws ParseException {
    this.expression = expression;
    this.zone = zone;
    this.cron = new CronExpression(expression);
    this.cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
    this.everyHour = EVERY_HOUR.contains(expression.strip().split("\\s+")[HOUR_FIELD]);
  }

  @Override
  public Optional<Instant> first(Instant now) {
    return after(now);
  }

  /** The clock on the wall decides, whatever it shows. */
  @Override
  public Instant seenFrom(Instant now, Instant due) {
    return due;
  }

  @Override
  public Optional<Instant> next(Instant due, Instant over) {
    return after(over.isAfter(due) ? over : due);
  }

  @Override
  public String text() {
    return expression + " (" + zone + ")";
  }

  /** Whether there is any such day at all. */
  boolean comesEver() {
    return nextLocal(LocalDateTime.of(1970, 1, 1, 0, 0)).isPresent();
  }

  private Optional<Instant> after(Instant time) {
    return everyHour ? afterByPace(time) : afterByWall(time);
  }

  private Optional<Instant> afterByWall(Instant time) {
    Optional<LocalDateTime> local = nextLocal(LocalDateTime.ofInstant(time, zone));
    while (local.isPresent() && !instant(local.get()).isAfter(time)) {
      local = nextLocal(local.get()); // the second time that the clock shows it
    }
    return local.map(this::instant);
  }

  private Instant instant(LocalDateTime local) {
    return ZonedDateTime.ofLocal(local, zone, null).toInstant();
  }

  /** As if the offset never changed, from one change to the next. */
  private Optional<Instant> afterByPace(Instant time) {
    ZoneRules rules = zone.getRules();
    Instant from = time;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      Optional<Instant> next =
          nextLocal(LocalDateTime.ofInstant(from, offset)).map(local -> local.toInstant(offset));
      Optional<Instant> change =
          Optional.ofNullable(rules.nextTransition(from)).map(ZoneOffsetTransition::getInstant);
      if (next.isEmpty() || change.isEmpty() || next.get().isBefore(change.get())) {
        return next;
      }
      ZoneOffset changed = rules.getOffset(change.get());
      Optional<Instant> first =
          nextLocal(LocalDateTime.ofInstant(change.get().minusSeconds(1), changed))
              .map(local -> local.toInstant(changed));
      if (first.isEmpty() || first.get().equals(change.get())) {
        return first;
      }
      from = change.get();
    }
  }

  private Optional<LocalDateTime> nextLocal(LocalDateTime local) {
    Date next = cron.getNextValidTimeAfter(Date.from(local.toInstant(ZoneOffset.UTC)));
    return Optional.ofNullable(next)
        .map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
  }
}
