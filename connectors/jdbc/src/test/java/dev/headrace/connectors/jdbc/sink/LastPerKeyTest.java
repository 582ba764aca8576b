package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LastPerKeyTest {

  private final CopyText text = new CopyText();
  private final CopyLines lines = new CopyLines(text);
  private final LastPerKey lastPerKey = new LastPerKey(lines);

  private record Op(String key, boolean deletion, int number) {}

  @Test
  void comesToTheSameAsDoingAllInTurn() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      // Given
      lines.clear();
      List<Op> ops = new ArrayList<>();
      int count = random.nextInt(3000);
      int keys = 1 + random.nextInt(2000);
      for (int i = 0; i < count; i++) {
        Op op = new Op("key " + random.nextInt(keys), random.nextInt(3) == 0, i);
        ops.add(op);
        add(op);
      }
      int from = random.nextInt(count + 1);
      int to = from + random.nextInt(count - from + 1);
      Map<String, Integer> before = new HashMap<>();
      for (int key = 0; key < keys; key += 2) {
        before.put("key " + key, -1);
      }

      // When
      lastPerKey.of(from, to);

      // Then
      assertThat(bySteps(before, ops.subList(from, to)))
          .as("seed %d", seed)
          .isEqualTo(inTurn(before, ops.subList(from, to)));
    }
  }

  @Test
  void tellsKeysOfSeveralColumnsApart() {
    add(new Op("a\tb", false, 1));
    add(new Op("a", false, 2));
    add(new Op("a\tb\tc", false, 3));

    lastPerKey.of(0, 3);

    assertThat(lastPerKey.remains(0) && lastPerKey.remains(1) && lastPerKey.remains(2)).isTrue();
  }

  private static Map<String, Integer> inTurn(Map<String, Integer> before, List<Op> ops) {
    Map<String, Integer> table = new HashMap<>(before);
    for (Op op : ops) {
      if (op.deletion()) {
        table.remove(op.key());
      } else {
        table.put(op.key(), op.number());
      }
    }
    return table;
  }

  /** Deletions first, then the rows that remain, of which no two have one key. */
  private Map<String, Integer> bySteps(Map<String, Integer> before, List<Op> ops) {
    Map<String, Integer> table = new HashMap<>(before);
    Map<String, Integer> stored = new LinkedHashMap<>();
    for (Op op : ops) {
      if (lastPerKey.deletes(op.number())) {
        table.remove(op.key());
      }
      if (lastPerKey.remains(op.number())) {
        assertThat(stored.put(op.key(), op.number())).isNull();
      }
    }
    table.putAll(stored);
    return table;
  }

  private void add(Op op) {
    int start = text.length();
    text.plain(op.key());
    int keyEnd = text.length();
    text.columnEnd();
    if (!op.deletion()) {
      text.number(op.number());
      text.columnEnd();
    }
    text.rowEnd();
    lines.add(op.number(), start, keyEnd, op.deletion());
  }
}
