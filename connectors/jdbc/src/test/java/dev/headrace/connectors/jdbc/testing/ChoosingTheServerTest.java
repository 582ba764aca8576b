package dev.headrace.connectors.jdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connectors.jdbc.testing.PostgresServer.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests run against a container where Docker is, and everywhere else without it. */
final class ChoosingTheServerTest {

  @Test
  void takesAContainerWhereDockerAnswers() {
    assertThat(Kind.of(Optional.empty(), () -> true)).isEqualTo(Kind.DOCKER);
    assertThat(Kind.of(Optional.empty(), () -> false)).isEqualTo(Kind.EMBEDDED);
  }

  @Test
  void doesNotAskForDockerWhenItIsTold() {
    assertThat(Kind.of(Optional.of("embedded"), ChoosingTheServerTest::asked))
        .isEqualTo(Kind.EMBEDDED);
    assertThat(Kind.of(Optional.of("docker"), ChoosingTheServerTest::asked)).isEqualTo(Kind.DOCKER);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Kind.of(Optional.of("podman"), () -> true))
        .hasMessageContaining("set it to embedded or docker");
  }

  private static boolean asked() {
    throw new AssertionError("Docker was asked for");
  }
}
