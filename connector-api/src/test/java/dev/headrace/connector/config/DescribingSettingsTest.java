package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DescribingSettingsTest {

  record Fetch(
      @Doc("Where.") String url,
      @Doc("The token.") Optional<Secret> token,
      @Doc("How often.") @Default("2") @Range(from = "1", to = "9") int times,
      @Doc("How.") Mode mode) {

    sealed interface Mode {
      @Doc("All of it.")
      record All() implements Mode {}

      @Doc("A part.")
      record Part(@Doc("Which.") @OneOf({"head", "tail"}) String part) implements Mode {}
    }
  }

  @Test
  void listsThemInOrderWithAllThatIsKnown() {
    assertThat(Definition.of(Fetch.class).settings())
        .containsExactly(
            setting("url", Setting.Type.TEXT, true, "Where."),
            setting("token", Setting.Type.SECRET, false, "The token."),
            new Setting(
                "times",
                Setting.Type.WHOLE_NUMBER,
                Optional.of("2"),
                false,
                "How often.",
                List.of(),
                Optional.of("1 to 9"),
                Optional.empty()),
            new Setting(
                "mode",
                Setting.Type.CHOICE,
                Optional.empty(),
                true,
                "How. `all`: All of it. `part`: A part.",
                List.of("all", "part"),
                Optional.empty(),
                Optional.empty()),
            new Setting(
                "part",
                Setting.Type.TEXT,
                Optional.empty(),
                true,
                "Which.",
                List.of("head", "tail"),
                Optional.empty(),
                Optional.of(new Setting.When("mode", List.of("part")))));
  }

  private static Setting setting(String key, Setting.Type type, boolean required, String doc) {
    return new Setting(
        key, type, Optional.empty(), required, doc, List.of(), Optional.empty(), Optional.empty());
  }
}
