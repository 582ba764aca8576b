package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a reader gets to a place, its fingerprint is that of the bytes before it. */
final class FingerprintingWhatWasReadTest {

  private static final int ROUNDS = 50 * Integer.getInteger("headrace.rounds", 3);

  @TempDir Path folder;

  @Test
  void doesNotDependOnTheStepsThatLedToThePlace() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] bytes = new byte[300_000];
    random.nextBytes(bytes);
    try (FileChannel file = FileChannel.open(Files.write(folder.resolve("f"), bytes))) {
      for (int round = 0; round < ROUNDS; round++) {
        int place = random.nextInt(4) == 0 ? 65_536 * random.nextInt(5) : random.nextInt(300_000);
        assertThat(inSteps(bytes, place, random, file))
            .as("place %s, -Dheadrace.seed=%s", place, seed)
            .isEqualTo(new Prefix().upTo(place, file));
      }
    }
  }

  private static Prefix.Print inSteps(byte[] bytes, int place, Random random, FileChannel file)
      throws Exception {
    Prefix prefix = new Prefix();
    int at = 0;
    while (at < place) {
      int next = Math.min(place, at + 1 + random.nextInt(100_000));
      switch (random.nextInt(3)) {
        case 0 -> prefix.add(bytes, at, next);
        case 1 -> prefix.upTo(next, file);
        default -> {
          prefix = Prefix.at(at, prefix.upTo(at, file), file); // a restart
          next = at;
        }
      }
      at = next;
    }
    return prefix.upTo(place, file);
  }

  @Test
  void noticesEveryOtherByteAndLength() throws Exception {
    Random random = new Random(1);
    byte[] bytes = new byte[200_000];
    random.nextBytes(bytes);
    Path path = Files.write(folder.resolve("f"), bytes);
    int place = 150_000;
    Prefix.Print print;
    try (FileChannel file = FileChannel.open(path)) {
      print = new Prefix().upTo(place, file);
    }

    for (int round = 0; round < ROUNDS; round++) {
      int changed = random.nextInt(bytes.length);
      byte[] other = bytes.clone();
      other[changed] ^= (byte) (1 << random.nextInt(8));
      assertThat(matches(other, print, place)).isEqualTo(changed >= place);
    }
    assertThat(matches(Arrays.copyOf(bytes, place), print, place)).isTrue();
    assertThat(matches(Arrays.copyOf(bytes, place - 1), print, place)).isFalse();
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, 0, swapped, 65_536, 65_536);
    System.arraycopy(bytes, 65_536, swapped, 0, 65_536);
    assertThat(matches(swapped, print, place)).isFalse();
  }

  private boolean matches(byte[] bytes, Prefix.Print print, long place) throws Exception {
    try (FileChannel file = FileChannel.open(Files.write(folder.resolve("other"), bytes))) {
      return print.matches(file, place);
    }
  }
}
