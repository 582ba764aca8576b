package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @TempDir Path folder;

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
    for (SystemError each : List.of(SystemError.NO_SPACE, SystemError.QUOTA_USED_UP)) {
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

  /** A process in another language, of a real system. */
  @Test
  void aSystemThatSpeaksGermanIsUnderstood() throws Exception {
    assumeThat(Files.isWritable(Path.of("/dev/full"))).as("/dev/full is there").isTrue();
    assumeThat(Path.of("/usr/share/locale/de/LC_MESSAGES/libc.mo"))
        .as("the C library has German messages")
        .exists();
    assumeThat(makesGermanLocale()).as("localedef makes a German locale").isTrue();

    assertThat(outputOfGermanProcess())
        .containsExactly(
            "NoSpaceException", "/dev/full: Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
  }

  private boolean makesGermanLocale() throws Exception {
    try {
      Path locale = folder.resolve("de_DE.UTF-8");
      return new ProcessBuilder("localedef", "-i", "de_DE", "-f", "UTF-8", locale.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private List<String> outputOfGermanProcess() throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WritingToAFullDevice.class.getName());
    command.environment().put("LC_ALL", "de_DE.UTF-8");
    command.environment().put("LOCPATH", folder.toString());
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /** Tells the failure. */
  static final class WritingToAFullDevice {

    private WritingToAFullDevice() {}

    public static void main(String[] args) throws IOException {
      try (DiskFile file = new ChannelFile(Path.of("/dev/full"))) {
        file.write(ByteBuffer.allocate(1), 0);
      } catch (IOException e) {
        byte[] told =
            (e.getClass().getSimpleName() + "\n" + e.getMessage() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        System.out.write(told, 0, told.length);
        System.out.flush();
      }
    }
  }
}
