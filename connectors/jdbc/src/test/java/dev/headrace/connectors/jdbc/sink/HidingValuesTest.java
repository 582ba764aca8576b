package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What databases say of a row, without what was in it. */
final class HidingValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ERROR: invalid input syntax for type integer: \"secret\" | invalid input syntax for type"
            + " integer",
        "ERROR: value \"secret\" is out of range for type integer | value \"…\" is out of range"
            + " for type integer",
        "ERROR: duplicate key value violates unique constraint \"k\" | duplicate key value"
            + " violates unique constraint \"k\"",
        "ERROR: invalid input value for enum mood: \"secret\" | invalid input value for enum mood",
        "Unique index or primary key violation: \"ON T(ID) VALUES (secret)\" | Unique index or"
            + " primary key violation",
        "Data conversion error converting \"secret\" | Data conversion error converting \"…\"",
        "NULL not allowed for column \"B\" | NULL not allowed for column \"B\"",
        "date/time field value out of range: 'secret' | date/time field value out of range",
      })
  void leavesNamesAndTakesValuesAway(String message, String shown) {
    assertThat(RefusalText.withoutValues(message)).isEqualTo(shown);
  }
}
