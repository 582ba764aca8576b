package dev.headrace.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * In Berlin clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 to 02:00 on 25 October.
 */
class FollowingTheClockOnTheWallTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void isDueWhenTheClockShowsTheTime() throws Exception {
    assertThat(dues("0 30 6 ? * MON-FRI", "2026-11-26T12:00+01:00", 3))
        .containsExactly(
            "2026-11-27T06:30+01:00", "2026-11-30T06:30+01:00", "2026-12-01T06:30+01:00");
  }

  @Test
  void aDailyTimeKeepsItsPlaceThoughClocksChange() throws Exception {
    assertThat(dues("0 0 12 * * ?", "2026-03-28T00:00+01:00", 3))
        .containsExactly(
            "2026-03-28T12:00+01:00", "2026-03-29T12:00+02:00", "2026-03-30T12:00+02:00");
  }

  @Test
  void aTimeThatIsSkippedComesAsMuchLater() throws Exception {
    assertThat(dues("0 30 2 * * ?", "2026-03-28T12:00+01:00", 2))
        .containsExactly("2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void aTimeThatComesTwiceIsTakenOnce() throws Exception {
    assertThat(dues("0 30 2 * * ?", "2026-10-24T12:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
  }

  @Test
  void isNotDueAgainWhenAskedInTheSecondHour() throws Exception {
    assertThat(dues("0 30 2 * * ?", "2026-10-25T02:10+01:00", 1))
        .containsExactly("2026-10-26T02:30+01:00");
  }

  @Test
  void everyHourIsEveryHourWhenClocksGoForward() throws Exception {
    assertThat(dues("0 30 * * * ?", "2026-03-29T00:00+01:00", 4))
        .containsExactly(
            "2026-03-29T00:30+01:00",
            "2026-03-29T01:30+01:00",
            "2026-03-29T03:30+02:00",
            "2026-03-29T04:30+02:00");
  }

  @Test
  void everyHourIsEveryHourWhenClocksGoBack() throws Exception {
    assertThat(dues("0 0 * * * ?", "2026-10-25T00:30+02:00", 5))
        .containsExactly(
            "2026-10-25T01:00+02:00",
            "2026-10-25T02:00+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T03:00+01:00",
            "2026-10-25T04:00+01:00");
  }

  @Test
  void everyTwentyMinutesIsThatAllTheTime() throws Exception {
    for (String from : List.of("2026-03-28T23:30+01:00", "2026-10-24T23:30+02:00")) {
      List<Instant> dues =
          dues("0 0/20 * * * ?", from, 20).stream()
              .map(due -> OffsetDateTime.parse(due).toInstant())
              .toList();
      for (int i = 1; i < dues.size(); i++) {
        assertThat(dues.get(i)).isEqualTo(dues.get(i - 1).plusSeconds(20 * 60));
      }
    }
  }

  @Test
  void aZoneWhoseChangeIsNotAWholeHourIsNoOther() throws Exception {
    ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe"); // by half an hour, on 4 October 2026
    Schedule hourly = new CronSchedule("0 15 * * * ?", lordHowe);
    Instant time = ZonedDateTime.of(2026, 10, 4, 0, 0, 0, 0, lordHowe).toInstant();

    List<LocalDateTime> shown = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      time = hourly.next(time, time).orElseThrow();
      shown.add(LocalDateTime.ofInstant(time, lordHowe));
    }

    assertThat(shown)
        .extracting(LocalDateTime::toLocalTime)
        .extracting(Object::toString)
        .containsExactly("00:15", "01:15", "03:15", "04:15");
  }

  @Test
  void thereMayBeNoNextTime() throws Exception {
    Schedule past = new CronSchedule("0 0 0 1 1 ? 2020", BERLIN);

    assertThat(past.first(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
  }

  private static List<String> dues(String cron, String from, int count) throws Exception {
    Schedule schedule = new CronSchedule(cron, BERLIN);
    Optional<Instant> due = schedule.first(OffsetDateTime.parse(from).toInstant());
    List<String> dues = new ArrayList<>();
    while (dues.size() < count) {
      dues.add(due.orElseThrow().atZone(BERLIN).toOffsetDateTime().toString());
      due = schedule.next(due.get(), due.get());
    }
    return dues;
  }
}
