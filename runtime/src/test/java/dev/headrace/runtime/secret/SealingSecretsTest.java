package dev.headrace.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret comes back with its key, at its place, unchanged; in every other case it does not. */
final class SealingSecretsTest {

  private static final Seals.Place PLACE = new Seals.Place("orders", "db.password");
  private static final String SECRET = "Pässwörd \uD83D\uDD11 with spaces";

  @TempDir Path directory;

  @Test
  void whatIsSealedComesBackAlsoAfterARestart() throws Exception {
    Seals seals = new Seals(directory);

    String sealed = seals.seal(PLACE, SECRET);

    assertThat(Seals.isSealed(sealed)).isTrue();
    assertThat(sealed).doesNotContain("word").startsWith("headrace-sealed:1:");
    assertThat(seals.open(PLACE, sealed)).isEqualTo(SECRET);
    assertThat(new Seals(directory).open(PLACE, sealed)).isEqualTo(SECRET);
    assertThat(seals.open(PLACE, seals.seal(PLACE, ""))).isEmpty();
  }

  @Test
  void equalSecretsDoNotLookAlike() throws Exception {
    Seals seals = new Seals(directory);

    assertThat(seals.seal(PLACE, SECRET)).isNotEqualTo(seals.seal(PLACE, SECRET));
  }

  @Test
  void onlyTheOwnerMayReadTheKey() throws Exception {
    new Seals(directory).seal(PLACE, SECRET);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(key());
    }
  }

  @Test
  void aKeyThatWasHalfWrittenIsNotTaken() throws Exception {
    Files.writeString(directory.resolve(".secrets.key"), "headrace-key-1 half");

    String sealed = new Seals(directory).seal(PLACE, SECRET);

    assertThat(new Seals(directory).open(PLACE, sealed)).isEqualTo(SECRET);
  }

  @Test
  void withoutTheKeyItStaysShut() throws Exception {
    String sealed = new Seals(directory).seal(PLACE, SECRET);
    Files.delete(key());

    assertShut("secrets.key-missing", () -> new Seals(directory).open(PLACE, sealed));
    assertThat(key()).doesNotExist(); // a new one would not help
  }

  @Test
  void withAnotherKeyItStaysShut(@TempDir Path other) throws Exception {
    String sealed = new Seals(directory).seal(PLACE, SECRET);
    new Seals(other).seal(PLACE, SECRET);
    Files.copy(other.resolve("secrets.key"), key(), StandardCopyOption.REPLACE_EXISTING);

    assertShut("secrets.wrong-key", () -> new Seals(directory).open(PLACE, sealed));
  }

  @Test
  void atAnotherPlaceItStaysShut() throws Exception {
    Seals seals = new Seals(directory);
    String sealed = seals.seal(PLACE, SECRET);

    assertShut(
        "secrets.damaged", () -> seals.open(new Seals.Place("orders", "db.password2"), sealed));
    assertShut(
        "secrets.damaged", () -> seals.open(new Seals.Place("order", PLACE.setting()), sealed));
  }

  @Test
  void everyChangedCharacterIsNoticed() throws Exception {
    Seals seals = new Seals(directory);
    String sealed = seals.seal(PLACE, SECRET);
    int text = sealed.lastIndexOf(':') + 1;

    for (int i = text; i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertShut("secrets.damaged", () -> seals.open(PLACE, changed));
    }
    for (int length = text; length < sealed.length() - 1; length++) {
      String cut = sealed.substring(0, length);
      assertShut("secrets.damaged", () -> seals.open(PLACE, cut));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"headrace-sealed:", "headrace-sealed:1", "headrace-sealed:1:x", "plain"})
  void whatIsNoSealedSecretIsRefused(String text) {
    assertShut("secrets.damaged", () -> new Seals(directory).open(PLACE, text));
  }

  @Test
  void whatANewerReleaseSealedIsTold() {
    assertShut(
        "secrets.newer-format", () -> new Seals(directory).open(PLACE, "headrace-sealed:2:a:b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "headrace-key-1 short\n", "headrace-key-2 x\n", "\0\0\0"})
  void aFileThatIsNoKeyIsRefusedAndKept(String content) throws Exception {
    Files.writeString(key(), content);

    assertShut("secrets.key-unreadable", () -> new Seals(directory).seal(PLACE, SECRET));
    assertThat(key()).hasContent(content);
  }

  @Test
  void aFolderInPlaceOfTheKeyIsRefused() throws IOException {
    Files.createDirectory(key());

    assertShut("secrets.key-unreadable", () -> new Seals(directory).seal(PLACE, SECRET));
  }

  @Test
  void aKeyThatCannotBeMadeIsTold() {
    assertShut(
        "secrets.key-not-made", () -> new Seals(directory.resolve("none")).seal(PLACE, SECRET));
  }

  private Path key() {
    return directory.resolve("secrets.key");
  }

  private static void assertShut(String code, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .asInstanceOf(type(SealException.class))
        .satisfies(
            failure -> {
              assertThat(failure.reason().code()).isEqualTo(code);
              assertThat(failure.reason().next()).isNotBlank();
              assertThat(failure.toString()).doesNotContain(SECRET);
            });
  }
}
