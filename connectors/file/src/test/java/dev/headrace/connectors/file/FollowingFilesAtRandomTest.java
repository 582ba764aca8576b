package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file grows, is written anew with what it had, by whatever editor, and is rotated, while its
 * reader looks, sleeps and dies: each line comes once, in order.
 */
final class FollowingFilesAtRandomTest {

  private static final int ROUNDS = 10 * Integer.getInteger("headrace.rounds", 3);
  private static final int STEPS = 40;

  @TempDir Path folder;

  private final List<String> written = new ArrayList<>();

  @Test
  void readsEachLineOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      Path place = Files.createDirectory(folder.resolve("round-" + round));
      written.clear();
      List<String> steps = new ArrayList<>();
      try {
        play(place.resolve("a.txt"), new Random(seed), steps);
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dheadrace.seed=" + seed + " after " + steps, e);
      }
    }
  }

  private void play(Path file, Random random, List<String> steps) throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      int rotations = 0;
      for (int i = 0; i < STEPS; i++) {
        Step step = Step.values()[random.nextInt(Step.values().length)];
        steps.add(step.name());
        switch (step) {
          case APPEND -> Files.writeString(file, lines(random), APPENDING);
          case REPLACE -> replace(file, text(file) + lines(random));
          case WRITE_ANEW -> Files.writeString(file, text(file) + lines(random));
          case KEEP_BACKUP -> keepBackup(file, text(file) + lines(random));
          case ROTATE -> {
            if (Files.exists(file)) {
              look(follower, 4); // what appears and is rotated while nobody looks was never seen
              Files.move(file, file.resolveSibling("a.txt." + rotations++));
              Files.writeString(file, lines(random));
            }
          }
          case LOOK -> follower.look();
          case WAIT -> look(follower, 4);
          case DIE -> follower.restart();
        }
      }
      look(follower, 8);
      assertThat(numbers(follower.output().texts())).isEqualTo(numbers(written));
    }
  }

  private enum Step {
    APPEND,
    REPLACE,
    WRITE_ANEW,
    KEEP_BACKUP,
    ROTATE,
    LOOK,
    WAIT,
    DIE
  }

  private static final StandardOpenOption[] APPENDING = {
    StandardOpenOption.CREATE, StandardOpenOption.APPEND
  };

  private String lines(Random random) {
    StringBuilder lines = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String line = written.size() + "-" + "x".repeat(random.nextInt(2000));
      written.add(line);
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static void replace(Path file, String text) throws IOException {
    Path beside = Files.writeString(file.resolveSibling(".new"), text);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void keepBackup(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      Files.move(file, file.resolveSibling("a.txt~"), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(file, text);
  }

  private static List<String> numbers(List<String> lines) {
    return lines.stream().map(line -> line.substring(0, line.indexOf('-'))).toList();
  }

  private static void look(Follower follower, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      follower.passes(Duration.ofMillis(1001));
      follower.look();
    }
  }
}
