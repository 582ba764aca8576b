package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WideningTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smallint | integer | integer",
        "integer | bigint | bigint",
        "smallint | double precision | double precision",
        "integer | real | double precision",
        "bigint | double precision | numeric",
        "real | double precision | double precision",
        "integer | numeric(9,2) | numeric(12,2)",
        "numeric(5,2) | numeric(9,4) | numeric(9,4)",
        "numeric(9,0) | numeric(5,4) | numeric(13,4)",
        "numeric(5,2) | bigint | numeric(21,2)",
        "numeric(5,2) | double precision | numeric",
        "numeric(5,2) | numeric | numeric",
        "character varying(3) | text | text",
        "character varying(3) | character varying(9) | character varying(9)",
        "INTEGER | CHARACTER VARYING | CHARACTER VARYING",
        "boolean | text | text",
      })
  void findsATypeThatTakesBoth(String present, String wanted, String wider) {
    assertThat(Widening.of(present, wanted)).contains(wider);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint | integer",
        "integer | integer",
        "double precision | real",
        "double precision | integer",
        "double precision | numeric(9,2)",
        "numeric | bigint",
        "numeric | double precision",
        "numeric(21,2) | bigint",
        "numeric(9,4) | numeric(5,2)",
        "text | character varying(9)",
        "text | bigint",
        "character varying(9) | character varying(3)",
        "uuid | text",
        "jsonb | text",
        "integer[] | text",
        "timestamp with time zone | text",
        "boolean | integer",
        "integer | boolean",
        "mood | text",
      })
  void leavesATypeThatDoesOrCannot(String present, String wanted) {
    assertThat(Widening.of(present, wanted)).isEmpty();
  }
}
