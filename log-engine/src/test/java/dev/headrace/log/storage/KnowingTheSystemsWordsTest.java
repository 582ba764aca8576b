package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK tells a failure in the words of the system, which has its own language. */
class KnowingTheSystemsWordsTest {

  private static final int ENOSPC = 28;
  private static final int EIO = 5;
  private static final int EDQUOT = 122;

  private static Optional<String> german(int number) {
    return Optional.ofNullable(
        Map.of(
                ENOSPC, "Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
                EDQUOT, "Der zugewiesene Plattenplatz ist aufgebraucht",
                EIO, "Eingabe-/Ausgabefehler")
            .get(number));
  }

  @BeforeEach
  void needLinux() {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
  }

  @Test
  void fullDiskIsKnownInTheLanguageOfTheSystem() {
    assertThat(
            SystemError.NO_SPACE.isIn(
                "/data/x: Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
                KnowingTheSystemsWordsTest::german))
        .isTrue();
    assertThat(
            SystemError.QUOTA_USED_UP.isIn(
                "Der zugewiesene Plattenplatz ist aufgebraucht",
                KnowingTheSystemsWordsTest::german))
        .isTrue();
  }

  @Test
  void fullDiskIsKnownInEnglishWhereTheSystemTellsNothing() {
    assertThat(SystemError.NO_SPACE.isIn("No space left on device", _ -> Optional.empty()))
        .isTrue();
    assertThat(SystemError.QUOTA_USED_UP.isIn("Disk quota exceeded", _ -> Optional.empty()))
        .isTrue();
  }

  @Test
  void otherFailuresAreNoLackOfRoomInAnyLanguage() {
    for (SystemError each : SystemError.values()) {
      assertThat(each.isIn("Eingabe-/Ausgabefehler", KnowingTheSystemsWordsTest::german)).isFalse();
      assertThat(each.isIn("Input/output error", KnowingTheSystemsWordsTest::german)).isFalse();
      assertThat(each.isMeantBy(new IOException())).isFalse();
    }
  }

  /** Else the number would be that of another system. */
  @Test
  void theSystemsOwnWordsAreThoseOfTheJdk() throws IOException {
    Path full = Path.of("/dev/full");
    assumeThat(Files.isWritable(full)).as("/dev/full is there").isTrue();
    String words = SystemError.Words.OF_SYSTEM.apply(ENOSPC).orElseThrow();

    try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).hasMessageContaining(words);
    }
  }
}
