package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.RetentionReaders.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in time which readers retention is about to overtake, and holds it for them where a topic
 * wants that. Says so again after an hour, or when it has become worse. The retention thread only.
 */
final class OvertakingWatch {

  private static final Logger LOG = LoggerFactory.getLogger(OvertakingWatch.class);
  private static final long REPEAT_MILLIS = Duration.ofHours(1).toMillis();

  private final Map<Key, Said> said = new HashMap<>();
  private final Set<Key> seen = new HashSet<>();

  private record Key(TopicPartition partition, String reader) {}

  /** How a reader stands, from good to bad. */
  private enum Standing {
    NEAR,
    HELD,
    OVERTAKEN
  }

  private record Said(Standing standing, long atMillis) {}

  /** Where a partition may begin. */
  long allowed(StoredLog log, LogRetention retention, List<Progress> readers, long nowMillis)
      throws IOException {
    long from = retention.retainedFrom(nowMillis);
    long allowed = from;
    for (Progress each : readers) {
      if (each.offset() >= log.highWatermark()) {
        continue;
      }
      if (each.offset() >= from) {
        sayIfNear(log, retention, each, nowMillis);
      } else if (log.cleanup().holdsForReaders()) {
        allowed = Math.min(allowed, Math.max(each.offset(), log.startOffset()));
        sayHeld(log, each, from, nowMillis);
      } else if (from > log.startOffset()) {
        sayOvertaken(log, each, from, nowMillis);
      }
    }
    return allowed;
  }

  /** All partitions were looked at: those who are well may be warned of at once next time. */
  void endLook() {
    said.keySet().retainAll(seen);
    seen.clear();
  }

  private void sayIfNear(StoredLog log, LogRetention retention, Progress reader, long nowMillis)
      throws IOException {
    RetentionRule.Left left = retention.left(reader.offset(), nowMillis);
    if (left.isLittleOf(log.cleanup().retention())
        && isNews(log, reader, Standing.NEAR, nowMillis)) {
      LOG.warn(
          "{}: retention is about to take records that {} has not read: it is at offset {} of {},"
              + " and has {} left. Let it catch up, raise retention.ms or retention.bytes of the"
              + " topic, or set its retention.hold.for.sinks to true",
          log.topicPartition(),
          reader.reader(),
          reader.offset(),
          log.highWatermark(),
          left);
    }
  }

  private void sayHeld(StoredLog log, Progress reader, long from, long nowMillis) {
    if (isNews(log, reader, Standing.HELD, nowMillis)) {
      LOG.warn(
          "{}: records up to offset {} are kept beyond their time for {}, which is at offset {};"
              + " the partition has {} MiB",
          log.topicPartition(),
          from - 1,
          reader.reader(),
          reader.offset(),
          log.sizeInBytes() >> 20);
    }
  }

  private void sayOvertaken(StoredLog log, Progress reader, long from, long nowMillis) {
    if (isNews(log, reader, Standing.OVERTAKEN, nowMillis)) {
      LOG.warn(
          "{}: retention takes the records from {} to {} which {} has not read",
          log.topicPartition(),
          Math.max(reader.offset(), log.startOffset()),
          from - 1,
          reader.reader());
    }
  }

  private boolean isNews(StoredLog log, Progress reader, Standing standing, long nowMillis) {
    Key key = new Key(log.topicPartition(), reader.reader());
    seen.add(key);
    Said before = said.get(key);
    if (before != null
        && before.standing().compareTo(standing) >= 0
        && Math.abs(nowMillis - before.atMillis()) < REPEAT_MILLIS) {
      return false;
    }
    said.put(key, new Said(standing, nowMillis));
    return true;
  }
}
