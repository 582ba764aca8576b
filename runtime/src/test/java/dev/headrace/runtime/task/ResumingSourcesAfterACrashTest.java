package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.log.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Killed at any turn, with commits on their way or not, a source loses and repeats nothing. */
class ResumingSourcesAfterACrashTest {

  @Test
  void nothingIsLostOrRepeated() throws Exception {
    for (int round = 0; round < Integer.getInteger("headrace.rounds", 3) * 20; round++) {
      long seed = new Random().nextLong();
      List<String> found = runWithCrashes(new Random(seed));
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        expected.add("a:" + i);
        expected.add("b:" + i);
      }
      assertThat(found).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(found.stream().filter(value -> value.startsWith("a:")))
          .as("seed %d", seed)
          .containsExactlyElementsOf(
              expected.stream().filter(value -> value.startsWith("a:")).toList());
    }
  }

  private static List<String> runWithCrashes(Random random) throws Exception {
    MemoryLog log = new MemoryLog();
    TaskDriver driver = new TaskDriver();
    NumberSource source = new NumberSource(300);
    for (int crashes = random.nextInt(20); crashes > 0; crashes--) {
      source.perRead = 1 + random.nextInt(40);
      var task = start(log, driver, source);
      boolean finished = false;
      for (int turns = random.nextInt(12); turns > 0 && !finished; turns--) {
        switch (random.nextInt(3)) {
          case 0 -> log.hold();
          case 1 -> log.release();
          default -> finished = driver.turn(task) instanceof Turn.Finished;
        }
      }
      log.dropHeld();
    }
    driver.finish(start(log, driver, source));
    return log.values("numbers", 0);
  }

  private static Task start(MemoryLog log, TaskDriver driver, NumberSource source) {
    var task = source.task(log, driver, ReadMode.ONCE, ErrorPolicy.STOP);
    task.assign(Assignment.last(NumberSource.parts("a", "b")));
    return task;
  }
}
