package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Read;
import dev.headrace.log.queue.Event.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No event knows of itself by way of others. One comes before another when it wrote what the other
 * read, or when the same process did it before. That writes of two transactions alternate, or that
 * a reader finds one partition ahead of another, is no violation: Kafka promises neither.
 */
final class InformationFlowsOneWay implements Rule {

  @Override
  public List<String> violations(History history) {
    List<Event> events = history.events();
    List<List<Integer>> successors = successors(events);
    int[] predecessors = new int[events.size()];
    successors.forEach(each -> each.forEach(next -> predecessors[next]++));
    Deque<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < predecessors.length; i++) {
      if (predecessors[i] == 0) {
        free.add(i);
      }
    }
    int ordered = 0;
    while (!free.isEmpty()) {
      ordered++;
      for (int next : successors.get(free.remove())) {
        if (--predecessors[next] == 0) {
          free.add(next);
        }
      }
    }
    return ordered == events.size()
        ? List.of()
        : List.of("a circle among " + in(predecessors, events));
  }

  private static List<List<Integer>> successors(List<Event> events) {
    Map<Long, Integer> writers = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      for (Write write : events.get(i).writes()) {
        writers.put(write.value(), i);
      }
    }
    List<List<Integer>> successors = new ArrayList<>();
    events.forEach(_ -> successors.add(new ArrayList<>()));
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      Integer before = last.put(events.get(i).process(), i);
      if (before != null) {
        successors.get(before).add(i);
      }
      for (Read read : events.get(i).reads()) {
        Integer writer = writers.get(read.value());
        if (writer != null) {
          successors.get(writer).add(i);
        }
      }
    }
    return successors;
  }

  private static List<Event> in(int[] predecessors, List<Event> events) {
    List<Event> found = new ArrayList<>();
    for (int i = 0; i < predecessors.length; i++) {
      if (predecessors[i] > 0) {
        found.add(events.get(i));
      }
    }
    return found;
  }
}
