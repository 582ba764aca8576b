package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RefusingAWrongDefinitionTest {

  record Undocumented(String url) {}

  record UnknownType(@Doc("A language.") Locale language) {}

  record WrongDefault(@Doc("A number.") @Default("0") @Range(from = "1") int count) {}

  record UnmaskedSecrets(@Doc("Keys.") Map<String, Secret> keys) {}

  @Test
  void demandsThatAMapOfSecretsIsCalledSo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Definition.of(UnmaskedSecrets.class))
        .withMessage("keys.* holds secrets, but the word is not in its name");
  }

  @Test
  void namesTheComponentWithoutDocumentation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Definition.of(Undocumented.class))
        .withMessageEndingWith("Undocumented.url has no @Doc");
  }

  @Test
  void namesTheComponentOfAnUnknownType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Definition.of(UnknownType.class))
        .withMessageContaining("UnknownType.language cannot be of class java.util.Locale");
  }

  @Test
  void namesTheDefaultThatBreaksItsRules() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Definition.of(WrongDefault.class))
        .withMessage("count: the default breaks its own rules");
  }
}
