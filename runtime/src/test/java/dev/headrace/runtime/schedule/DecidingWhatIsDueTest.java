package dev.headrace.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.runtime.schedule.RunHistory.Next;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecidingWhatIsDueTest {

  private static final Schedule QUARTER_HOURS = new IntervalSchedule("15m", Duration.ofMinutes(15));

  private final Schedule hours = cron("0 0 * * * ?");

  @Test
  void anIntervalBeginsAtOnce() {
    RunHistory history = RunHistory.NONE.under(QUARTER_HOURS, at("10:07"));

    assertThat(history.next(QUARTER_HOURS)).isEqualTo(new Next.At(at("10:07")));
  }

  @Test
  void aCronExpressionBeginsWhenItIsTime() {
    RunHistory history = RunHistory.NONE.under(hours, at("10:07"));

    assertThat(history.next(hours)).isEqualTo(new Next.At(at("11:00")));
  }

  @Test
  void anIntervalKeepsItsBeat() {
    RunHistory history = ran(QUARTER_HOURS, "10:07", "10:09");

    assertThat(history.next(QUARTER_HOURS)).isEqualTo(new Next.At(at("10:22")));
  }

  @Test
  void whatCameDueDuringARunFallsAway() {
    assertThat(ran(QUARTER_HOURS, "10:00", "10:50").next(QUARTER_HOURS))
        .isEqualTo(new Next.At(at("11:00")));
    assertThat(ran(hours, "10:00", "12:10").next(hours)).isEqualTo(new Next.At(at("13:00")));
  }

  @Test
  void whatWasMissedIsDueSince() {
    RunHistory history = ran(hours, "10:00", "10:05");

    // however late it is asked
    assertThat(history.next(hours)).isEqualTo(new Next.At(at("11:00")));
  }

  @Test
  void theVeryFirstTimeCanBeMissedToo() {
    RunHistory history = RunHistory.NONE.under(hours, at("10:07"));

    assertThat(history.under(hours, at("18:00")).next(hours)).isEqualTo(new Next.At(at("11:00")));
  }

  @Test
  void anotherScheduleOwesNothingForTheTimeBefore() {
    Schedule daily = cron("0 0 9 * * ?");
    RunHistory history = ran(daily, "09:00", "09:05").under(hours, at("18:30"));

    assertThat(history.next(hours)).isEqualTo(new Next.At(at("19:00")));
    assertThat(history.runs()).hasSize(1);
  }

  @Test
  void aRunThatWasInterruptedGoesOnUnderWhateverSchedule() {
    Run run = Run.begun(at("10:00"), at("10:01"));
    RunHistory history = RunHistory.NONE.under(hours, at("09:00")).with(run);

    assertThat(history.next(hours)).isEqualTo(new Next.GoOn(run));
    assertThat(history.under(QUARTER_HOURS, at("12:00")).next(QUARTER_HOURS))
        .isEqualTo(new Next.GoOn(run));
  }

  @Test
  void aClockThatIsSetBackRepeatsNothing() {
    RunHistory history = ran(hours, "10:00", "09:20");

    assertThat(history.next(hours)).isEqualTo(new Next.At(at("11:00")));
    assertThat(ran(QUARTER_HOURS, "10:00", "09:20").next(QUARTER_HOURS))
        .isEqualTo(new Next.At(at("10:15")));
  }

  @Test
  void nothingIsDueWhenNoTimeIsLeft() {
    Schedule past = cron("0 0 0 1 1 ? 2020");

    assertThat(RunHistory.NONE.under(past, at("10:00")).next(past)).isEqualTo(new Next.Nothing());
  }

  @Test
  void theLastRunsAreKept() {
    RunHistory history = RunHistory.NONE.under(hours, at("00:00"));
    for (int hour = 1; hour <= 15; hour++) {
      history = history.with(Run.begun(at("%02d:00".formatted(hour)), at("00:00")));
    }

    assertThat(history.runs()).hasSize(RunHistory.LONGEST);
    assertThat(history.last().orElseThrow().due()).isEqualTo(at("15:00"));
  }

  private static RunHistory ran(Schedule schedule, String due, String ended) {
    Run.Ending ending = new Run.Ending(at(ended), 7, Run.Outcome.DONE, Optional.empty());
    return RunHistory.NONE
        .under(schedule, at("08:00"))
        .with(Run.begun(at(due), at(due)).ended(ending));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-25T" + time + ":00Z");
  }

  private static Schedule cron(String expression) {
    return ((ScheduleText.Result.Read) ScheduleText.read(expression, ZoneId.of("UTC"))).schedule();
  }
}
