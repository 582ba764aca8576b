package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingDurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "2s, 2000",
    "1m, 60000",
    "1 h, 3600000",
    "7d, 604800000",
    "250, 250",
    "PT15M, 900000",
    "P1DT1H, 90000000"
  })
  void readsUnitsPlainMillisecondsAndIso(String text, long millis) {
    assertThat(DurationText.parse(text)).hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "-1s",
        "1.5s",
        "1 year",
        "9223372036854775807d",
        "99999999999999999999",
        "PT-1S",
        "P1Y",
        "PT999999999999999H"
      })
  void refusesAnyOtherForm(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
  }
}
