package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Polled;
import dev.headrace.log.queue.Event.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one consumer is given of a partition, in a poll and from poll to poll, goes forward, and
 * leaves out nothing that others find there.
 */
final class PollsSkipNothing implements Rule {

  /** What is read in one go. */
  private record Course(String process, int stretch, int partition) {}

  @Override
  public List<String> violations(History history) {
    Map<Integer, NavigableMap<Long, Long>> values = history.committedValues();
    Map<Course, Read> last = new HashMap<>();
    List<String> violations = new ArrayList<>();
    for (Event event : history.events()) {
      if (event instanceof Polled polled) {
        for (Read read : polled.reads()) {
          Course course = new Course(polled.process(), polled.stretch(), read.partition());
          Read before = last.put(course, read);
          if (before != null) {
            check(polled.process(), before, read, values, violations);
          }
        }
      }
    }
    return violations;
  }

  private static void check(
      String process,
      Read before,
      Read read,
      Map<Integer, NavigableMap<Long, Long>> values,
      List<String> violations) {
    if (read.offset() <= before.offset()) {
      violations.add(process + " went back from " + before + " to " + read);
      return;
    }
    Map<Long, Long> skipped =
        values
            .getOrDefault(read.partition(), new TreeMap<>())
            .subMap(before.offset(), false, read.offset(), false);
    if (!skipped.isEmpty()) {
      violations.add(
          process + " went from " + before + " to " + read + " and was not given " + skipped);
    }
  }
}
