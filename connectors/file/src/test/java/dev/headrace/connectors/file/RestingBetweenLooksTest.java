package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Next;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file to which nothing comes for a while is looked at less often, until something comes. */
final class RestingBetweenLooksTest {

  private static final Next SOON = new Next.Idle(Duration.ofMillis(100));
  private static final Next LATER = new Next.Idle(Duration.ofMillis(250));

  @TempDir Path folder;

  @Test
  void theReaderOfAQuietFileAsksForLongerRests() throws Exception {
    Path file = Files.writeString(folder.resolve("app.log"), "one\n");
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      assertThat(follower.lastAnswer()).isEqualTo(SOON);
      follower.passes(Duration.ofSeconds(11));
      follower.look();
      assertThat(follower.lastAnswer()).isEqualTo(LATER);

      Files.writeString(file, "two\n", StandardOpenOption.APPEND);
      assertThat(follower.look()).containsExactly("one", "two");
      assertThat(follower.lastAnswer()).isEqualTo(SOON);
    }
  }
}
