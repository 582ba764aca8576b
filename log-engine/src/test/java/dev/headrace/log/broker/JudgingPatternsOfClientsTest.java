package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgingPatternsOfClientsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".*",
        "",
        "orders-(eu|us)-[0-9]{4}",
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "(foo|bar){2}-[a-z]{1,20}",
        "\\p{Greek}+",
        "a{,5}"
      })
  void ordinaryOnesAreTaken(String pattern) {
    assertThat(ClientPattern.of(pattern)).isInstanceOf(ClientPattern.Sound.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{1000}){1000}",
        "(((a?){30}){30}){30}",
        "((((((a*){10})*){10})*){10})*",
        "(\\Q[\\Ea{1000}){1000}",
        "([]{]a{0,1000}){1,1000}",
        "(a{001000}){01000}",
        "a{1000}a{1000}a{1000}a{1000}a{1000}"
      })
  void thoseThatMultiplyAreRefusedBeforeTheyCostAnything(String pattern) {
    assertThat(ClientPattern.of(pattern))
        .isInstanceOfSatisfying(
            ClientPattern.Wrong.class, wrong -> assertThat(wrong.why()).contains("too many"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "a**", "(?<name", "\\8"})
  void whatIsNoneIsTold(String pattern) {
    assertThat(ClientPattern.of(pattern))
        .isInstanceOfSatisfying(
            ClientPattern.Wrong.class, wrong -> assertThat(wrong.why()).contains("RE2"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_025, 1_000_000})
  void longOnesAreRefused(int length) {
    assertThat(ClientPattern.of("a".repeat(length)))
        .isInstanceOfSatisfying(
            ClientPattern.Wrong.class, wrong -> assertThat(wrong.why()).contains("at most 1024"));
  }
}
