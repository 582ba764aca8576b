package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSizeTest {

  @ParameterizedTest
  @CsvSource({
    "512, 512",
    "512B, 512",
    "64KiB, 65536",
    "64 kib, 65536",
    "1MB, 1000000",
    "1MiB, 1048576",
    "2G, 2000000000",
    "0, 0",
    "1TiB, 1099511627776"
  })
  void readsItsWrittenForm(String text, long bytes) {
    assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5MB", "MB", "1XB", "9223372036854775808", "9000000TiB"})
  void refusesAnyOtherForm(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"1536, 1536B", "1024, 1KiB", "1048576, 1MiB", "0, 0B"})
  void showsItsShortestExactForm(long bytes, String text) {
    assertThat(new DataSize(bytes)).hasToString(text);
    assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
  }
}
