package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChoosingAVariantTest {

  record Export(
      @Doc("How files are cut.") @Default("none") Rolling rolling,
      @Doc("Whether to be strict.") @Default("false") boolean strict) {

    sealed interface Rolling {
      @Doc("One growing file.")
      record None() implements Rolling {}

      @Doc("A new file after so many bytes.")
      record BySize(@Doc("The bytes.") @Default("1MiB") DataSize rollingSize) implements Rolling {}

      @Doc("A new file after a quota.")
      record ByQuota(
          @Doc("The quota.") int quota, @Doc("The bytes.") @Default("2MiB") DataSize rollingSize)
          implements Rolling {}
    }
  }

  private final Definition<Export> definition = Definition.of(Export.class);

  @Test
  void takesTheDefaultWhenNoneIsNamed() {
    assertThat(definition.bind(Map.of()))
        .isEqualTo(new Binding.Bound<>(new Export(new Export.Rolling.None(), false)));
  }

  @Test
  void bindsTheSettingsOfTheVariantBesideItsName() {
    assertThat(definition.bind(Map.of("rolling", "by-size", "rolling.size", "3MiB")))
        .isEqualTo(
            new Binding.Bound<>(
                new Export(new Export.Rolling.BySize(DataSize.parse("3MiB")), false)));
  }

  @Test
  void refusesASettingOfAnotherVariant() {
    assertThat(problems(Map.of("rolling.size", "3MiB")))
        .containsExactly(
            new Problem(
                "config.not-applicable",
                "rolling.size",
                "`rolling.size` applies only when rolling = by-size or by-quota.",
                "Remove `rolling.size`, or set `rolling` accordingly."));
  }

  @Test
  void doesNotJudgeTheSettingsOfVariantsWhenTheNameIsWrong() {
    assertThat(problems(Map.of("rolling", "sise", "rolling.size", "3MiB")))
        .containsExactly(
            new Problem(
                "config.not-allowed",
                "rolling",
                "`rolling` is \"sise\"; expected is one of none, by-size, by-quota.",
                "Set `rolling` to one of none, by-size, by-quota."));
  }

  private List<Problem> problems(Map<String, String> given) {
    return switch (definition.bind(given)) {
      case Binding.Bound<Export> bound -> List.of();
      case Binding.Invalid<Export>(List<Problem> problems) -> problems;
    };
  }
}
