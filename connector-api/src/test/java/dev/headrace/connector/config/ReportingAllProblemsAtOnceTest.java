package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReportingAllProblemsAtOnceTest {

  record Import(
      @Doc("Where the rows come from.") String url,
      @Doc("How often to look.") @Default("1m") @Range(from = "1s", to = "1h")
          Duration pollInterval,
      @Doc("How many rows at once.") @Default("100") int batchRows,
      @Doc("Who reads.") @Default("me") @NotBlank String user,
      @Doc("How it is packed.") @Default("none") @OneOf({"none", "zip"}) String packing,
      @Doc("The key.") @Default("secret") Secret password)
      implements Checked {

    @Override
    public List<Problem> problems() {
      return batchRows == 13
          ? List.of(new Problem("import.unlucky", "batch.rows", "13 is no number.", "Take 14."))
          : List.of();
    }
  }

  private final Definition<Import> definition = Definition.of(Import.class);

  @Test
  void namesEachWithItsCodeAndKey() {
    // When
    List<Problem> problems =
        problems(
            Map.of(
                "poll.intervall", "1m",
                "poll.interval", "500ms",
                "batch.rows", "many",
                "user", "  ",
                "packing", "rar"));

    // Then
    assertThat(problems)
        .extracting(Problem::code, Problem::key)
        .containsExactly(
            tuple("config.missing-key", "url"),
            tuple("config.out-of-range", "poll.interval"),
            tuple("config.wrong-type", "batch.rows"),
            tuple("config.blank", "user"),
            tuple("config.not-allowed", "packing"),
            tuple("config.unknown-key", "poll.intervall"));
  }

  @Test
  void quotesTheValueAndTheExpectedForm() {
    assertThat(problems(Map.of("url", "x", "batch.rows", "many")).getFirst().what())
        .isEqualTo(
            "`batch.rows` is \"many\"; expected is a whole number from -2147483648 to 2147483647.");
  }

  @Test
  void namesTheBoundsOfASettingRatherThanThoseOfItsType() {
    record Tasks(@Doc("How many.") @Default("1") @Range(from = "1", to = "9") int tasks) {}

    Binding<Tasks> binding = Definition.of(Tasks.class).bind(Map.of("tasks", "many"));

    assertThat(binding)
        .isInstanceOfSatisfying(
            Binding.Invalid.class,
            invalid ->
                assertThat(invalid.problems().toString()).contains("a whole number, 1 to 9"));
  }

  @Test
  void suggestsTheNearestKey() {
    assertThat(problems(Map.of("url", "x", "batchrows", "1")).getFirst().next())
        .isEqualTo("Did you mean `batch.rows`?");
  }

  @Test
  void suggestsAKeyOfSomebodyElse() {
    // When
    Binding<Import> binding =
        definition.bind(Map.of("url", "x", "task.max", "1"), Set.of("tasks.max", "topics"));

    // Then
    assertThat(binding)
        .isEqualTo(
            new Binding.Invalid<Import>(
                List.of(
                    new Problem(
                        "config.unknown-key",
                        "task.max",
                        "There is no setting `task.max`.",
                        "Did you mean `tasks.max`?"))));
  }

  @Test
  void listsTheSettingsWhenNoneIsNear() {
    assertThat(problems(Map.of("url", "x", "colour", "red")).getFirst().next())
        .isEqualTo(
            "Remove it. The settings are: batch.rows, packing, password, poll.interval, url,"
                + " user.");
  }

  @Test
  void asksTheRecordWhenEachSettingIsRight() {
    assertThat(problems(Map.of("url", "x", "batch.rows", "13")))
        .extracting(Problem::code)
        .containsExactly("import.unlucky");
  }

  private List<Problem> problems(Map<String, String> given) {
    return switch (definition.bind(given)) {
      case Binding.Bound<Import> bound -> List.of();
      case Binding.Invalid<Import>(List<Problem> problems) -> problems;
    };
  }
}
