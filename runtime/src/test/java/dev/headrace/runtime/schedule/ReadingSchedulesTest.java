package dev.headrace.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.runtime.schedule.ScheduleText.Result;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingSchedulesTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  @ParameterizedTest
  @CsvSource({"15m, PT15M", "PT15M, PT15M", "1 h, PT1H", " 1d , PT24H", "5000, PT5S"})
  void readsIntervals(String text, Duration period) {
    assertThat(ScheduleText.read(text, UTC))
        .isEqualTo(new Result.Read(new IntervalSchedule(text.strip(), period)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0 30 6 * * ?", "0 0/15 8-18 ? * MON-FRI", "0 0 3 L * ?", "0 0 0 1 1 ? 2030"})
  void readsExpressionsOfQuartz(String text) {
    assertThat(ScheduleText.read(text, UTC))
        .isInstanceOfSatisfying(
            Result.Read.class,
            read -> assertThat(read.schedule()).isInstanceOf(CronSchedule.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0 61 * * * ?", "0 0 6 ? * FUNDAY", "@daily", "-15m", "6 Uhr"})
  void tellsWhatIsExpected(String text) {
    Result.Wrong wrong = (Result.Wrong) ScheduleText.read(text, UTC);

    assertThat(wrong.what()).contains(text, "an interval such as 15m", "0 30 6 ? * MON-FRI");
    assertThat(wrong.next()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "30 6 * * *, 0 30 6 * * ?",
    "30 6 * * MON, 0 30 6 ? * MON",
    "*/5 * * * *, 0 */5 * * * ?",
    "0 0 6 * * *, 0 0 6 * * ?"
  })
  void knowsWhatIsMeantByAnExpressionOfUnix(String text, String meant) {
    Result.Wrong wrong = (Result.Wrong) ScheduleText.read(text, UTC);

    assertThat(wrong.next()).contains("\"" + meant + "\"");
  }

  @Test
  void tellsThatThereIsNoSuchDay() {
    Result.Wrong wrong = (Result.Wrong) ScheduleText.read("0 0 6 31 2 ?", UTC);

    assertThat(wrong.what()).contains("there is no such day");
  }

  @Test
  void tellsThatLessThanASecondIsNoSchedule() {
    Result.Wrong wrong = (Result.Wrong) ScheduleText.read("15", UTC);

    assertThat(wrong.what()).contains("less than a second");
    assertThat(wrong.next()).contains("milliseconds");
  }
}
