package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FindingFilesTest {

  @TempDir Path folder;

  @Test
  void readsAllFilesOfAFolderOldestFirstAndThoseThatAppearLater() throws Exception {
    write("b.txt", "older");
    write("a.txt", "newer");
    Files.setLastModifiedTime(
        folder.resolve("b.txt"), FileTime.from(Instant.now().minusSeconds(60)));
    write(".hidden", "never");
    try (Follower follower = new Follower(Map.of("path", folder.toString()))) {
      assertThat(follower.look()).containsExactlyInAnyOrder("older", "newer");
      write("c.txt", "later");
      assertThat(follower.look()).contains("later").hasSize(3);
    }
  }

  @Test
  void readsWhatAGlobMatches() throws Exception {
    write("in/a.csv", "a");
    write("in/deep/er/b.csv", "b");
    write("in/c.txt", "c");
    assertThat(textsAt("in/*.csv")).containsExactly("a");
    assertThat(textsAt("in/**.csv")).containsExactlyInAnyOrder("a", "b");
    assertThat(textsAt("in/{a.csv,c.txt}")).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void readsAFileWhoseNameLooksLikeAGlob() throws Exception {
    write("a[1].txt", "a");
    assertThat(textsAt("a[1].txt")).containsExactly("a");
  }

  @Test
  void goesOnWithAFileThatWasRenamedOutOfTheGlob() throws Exception {
    Path file = write("app.log", "one");
    try (Follower follower = new Follower(Map.of("path", folder + "/*.log"))) {
      follower.look();
      follower.restart();
      Files.writeString(file, "one\ntwo\n");
      Files.move(file, folder.resolve("app.log.1"));
      assertThat(follower.look()).containsExactly("one", "two");
    }
  }

  @Test
  void closesFilesThatHaveNotChangedForLongAndReadsThemWhenTheyGrow() throws Exception {
    Path file = write("a.txt", "one");
    try (Follower follower = new Follower(Map.of("path", folder.toString()))) {
      follower.look();
      follower.passes(Duration.ofMinutes(11));
      follower.look();
      assertThat(follower.openFiles()).isZero();

      Files.writeString(file, "one\ntwo\n");
      assertThat(follower.look()).containsExactly("one", "two");
    }
  }

  @Test
  void saysThatAFileIsMissingWhenItIsReadOnce() {
    assertRefused(folder.resolve("none.txt").toString(), "file.not-found");
  }

  @Test
  void saysWhatIsWrongWithAGlob() {
    assertRefused(folder + "/[a", "file.bad-glob");
  }

  private void assertRefused(String path, String code) {
    assertThatThrownBy(
            () ->
                new FileSource()
                    .plan(
                        Settings.source(Map.of("path", path)),
                        Map.of(),
                        new TestContext(ReadMode.ONCE)))
        .asInstanceOf(type(ConnectorException.class))
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
              assertThat(failure.reason().code()).isEqualTo(code);
              assertThat(failure.reason().next()).isNotBlank();
            });
  }

  private List<String> textsAt(String relative) throws Exception {
    try (Follower follower = new Follower(Map.of("path", folder + "/" + relative))) {
      return follower.look();
    }
  }

  private Path write(String name, String line) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, line + "\n");
  }
}
