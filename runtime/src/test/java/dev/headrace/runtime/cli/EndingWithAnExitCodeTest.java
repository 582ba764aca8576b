package dev.headrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.Outcome;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a run that failed tells its caller: to look, to correct something, or to try again. */
final class EndingWithAnExitCodeTest {

  @Test
  void nothingFailed() {
    assertThat(exitCode()).isEqualTo(0);
  }

  @Test
  void somethingNobodyForesawWinsOverAllElse() {
    assertThat(exitCode(Kind.UNEXPECTED)).isEqualTo(1);
    assertThat(exitCode(Kind.TRANSIENT, Kind.CONFIGURATION, Kind.UNEXPECTED)).isEqualTo(1);
  }

  @Test
  void aWrongConfigurationIsTheUsers() {
    assertThat(exitCode(Kind.CONFIGURATION)).isEqualTo(2);
    assertThat(exitCode(Kind.TRANSIENT, Kind.CONFIGURATION)).isEqualTo(2);
  }

  @Test
  void aFarSideThatIsAwayCannotBeReached() {
    assertThat(exitCode(Kind.TRANSIENT)).isEqualTo(3);
  }

  private static int exitCode(Kind... kinds) {
    ConnectorConfig config =
        new ConnectorConfig("one", Map.of(), new ConnectorConfig.Origin.File("one.json"));
    return ExitCode.of(
            new Outcome(
                Stream.of(kinds)
                    .map(kind -> new Outcome.Failed(config, kind, new Reason("c", "w", "n")))
                    .toList()))
        .code();
  }
}
