package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SharingSettingsTest {

  record Server(@Doc("Where.") String host, @Doc("Which port.") @Default("80") int port)
      implements Checked {
    @Override
    public List<Problem> problems() {
      return host.equals("nowhere")
          ? List.of(new Problem("server.nowhere", "host", "There is no such host.", "Change it."))
          : List.of();
    }
  }

  record Upload(@Inline Server server, @Doc("How.") @Default("all+new") How how) {
    sealed interface How {
      @Doc("Everything.")
      record All() implements How {}

      @Doc("Everything, then what is new.")
      @Named("all+new")
      record AllThenNew() implements How {}
    }
  }

  private final Definition<Upload> definition = Definition.of(Upload.class);

  @Test
  void putsTheSettingsOfAnInlineRecordBesideTheOthers() {
    assertThat(definition.bind(Map.of("host", "here", "port", "81", "how", "all")))
        .isEqualTo(new Binding.Bound<>(new Upload(new Server("here", 81), new Upload.How.All())));
  }

  @Test
  void checksAnInlineRecord() {
    assertThat(definition.bind(Map.of("host", "nowhere")))
        .isEqualTo(
            new Binding.Invalid<>(
                List.of(
                    new Problem(
                        "server.nowhere", "host", "There is no such host.", "Change it."))));
  }

  @Test
  void takesTheNameThatAVariantGivesItself() {
    assertThat(definition.bind(Map.of("host", "here", "how", "all+new")))
        .isEqualTo(
            new Binding.Bound<>(new Upload(new Server("here", 80), new Upload.How.AllThenNew())));
    assertThat(definition.settings().getLast().allowed()).containsExactly("all", "all+new");
  }
}
