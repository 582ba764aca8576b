package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CopyTextTest {

  private final CopyText out = new CopyText();

  @Test
  void endsColumnsWithTabsAndRowsWithLineFeeds() {
    out.number(1);
    out.columnEnd();
    out.nothing();
    out.columnEnd();
    out.truth(true);
    out.columnEnd();
    out.rowEnd();

    assertThat(written()).isEqualTo("1\t\\N\tt\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 99, 100, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE})
  void writesWholeNumbers(long number) {
    out.number(number);

    assertThat(written()).isEqualTo(Long.toString(number));
  }

  @Test
  void writesAnyWholeNumber() {
    Random random = new Random();
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      out.cutTo(0);
      out.number(number);
      assertThat(written()).isEqualTo(Long.toString(number));
    }
  }

  @Test
  void writesOtherNumbersAsJavaDoes() {
    out.number(1.0E-7);
    out.columnEnd();
    out.number(Float.NaN);
    out.columnEnd();
    out.number(new BigDecimal("1E+1000000"));
    out.columnEnd();
    out.number(new BigDecimal("0.10"));

    assertThat(written()).isEqualTo("1.0E-7\tNaN\t1E+1000000\t0.10");
  }

  @Test
  void escapesWhatHasAMeaning() {
    assertThat(out.text("a\tb\nc\rd\\e\b\u001f")).isTrue();

    assertThat(written()).isEqualTo("a\\tb\\nc\\rd\\\\e\b\u001f");
  }

  @Test
  void writesTextInUtf8WhateverItsLength() {
    String text = "aé列😀".repeat(1000);
    assertThat(out.text(text)).isTrue();

    assertThat(written()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\ud83d", "\ud83dx", "\ude00", "x\ude00\ud83d"})
  void refusesWhatIsNoText(String text) {
    assertThat(out.text(text)).isFalse();
  }

  @Test
  void writesUuids() {
    UUID uuid = UUID.randomUUID();
    out.uuid(uuid);

    assertThat(written()).isEqualTo(uuid.toString());
  }

  @Test
  void writesDatesOfAnyEra() {
    CopyTimes.write(LocalDate.of(1, 1, 1), out);
    out.columnEnd();
    CopyTimes.write(LocalDate.of(0, 12, 31), out);
    out.columnEnd();
    CopyTimes.write(LocalDate.of(-43, 3, 15), out);
    out.columnEnd();
    CopyTimes.write(LocalDate.of(12345, 6, 7), out);

    assertThat(written()).isEqualTo("0001-01-01\t0001-12-31 BC\t0044-03-15 BC\t12345-06-07");
  }

  @Test
  void writesTimesToTheNanosecond() {
    CopyTimes.write(LocalTime.of(1, 2, 3), out);
    out.columnEnd();
    CopyTimes.write(LocalDateTime.of(2024, 2, 29, 23, 59, 59, 1000), out);
    out.columnEnd();
    CopyTimes.write(Instant.parse("1960-01-01T00:00:00.000000001Z"), out);
    out.columnEnd();
    CopyTimes.write(Instant.parse("-0043-03-15T12:00:00Z"), out);

    assertThat(written())
        .isEqualTo(
            "01:02:03\t2024-02-29 23:59:59.000001\t1960-01-01 00:00:00.000000001+00"
                + "\t0044-03-15 12:00:00+00 BC");
  }

  private String written() {
    return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
  }
}
