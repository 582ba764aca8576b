package dev.headrace.runtime.task;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Fetched;
import dev.headrace.runtime.log.Reader;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where each partition of a sink task stands: what was read of it, and what the sink said is
 * durable. The task's thread only.
 */
final class SinkPartitions {

  private final TaskName task;
  private final Map<TopicPartition, Standing> standings = new LinkedHashMap<>();
  private final Map<dev.headrace.connector.TopicPartition, Standing> byConnectorName =
      new HashMap<>();

  /** A partition's standing. */
  static final class Standing {
    private final TopicPartition partition;
    private final dev.headrace.connector.TopicPartition connectorPartition;
    private final boolean isNew;
    private long position;
    private long taken;
    private Committed claimed;
    private Committed committed;

    /** Runs of records passed over: where the sink is when it has all before, and what is next. */
    private final TreeMap<Long, Long> passedOver = new TreeMap<>();

    private Standing(TopicPartition partition, Optional<dev.headrace.runtime.log.Committed> last) {
      this.partition = partition;
      this.connectorPartition =
          new dev.headrace.connector.TopicPartition(partition.topic(), partition.partition());
      this.isNew = last.isEmpty();
      this.position = last.map(dev.headrace.runtime.log.Committed::nextOffset).orElse(0L);
      this.taken = position;
      this.claimed =
          new Committed(
              connectorPartition,
              position,
              last.map(dev.headrace.runtime.log.Committed::metadata).filter(m -> !m.isEmpty()));
      this.committed = claimed;
    }

    /** The same partition as connectors know it. */
    dev.headrace.connector.TopicPartition connectorPartition() {
      return connectorPartition;
    }

    private void beginAt(long start) {
      position = start;
      taken = start;
      claimed = new Committed(connectorPartition, start, claimed.receipt());
      committed = claimed;
    }

    /** The sink took the record of this offset, and all before it. */
    void took(long offset) {
      taken = offset + 1;
    }

    /** All before {@code next} was offered. */
    void offered(long next) {
      position = next;
    }

    /** The sink never takes the records before {@code next}: they count as done. */
    void passOver(long next) {
      passedOver.put(taken, next);
      position = next;
    }

    /** What may be committed: the sink does not know of what it was not given. */
    private Committed commitable() {
      Map.Entry<Long, Long> run = passedOver.floorEntry(claimed.nextOffset());
      if (run == null) {
        return claimed;
      }
      passedOver.headMap(run.getKey()).clear();
      return new Committed(
          connectorPartition, Math.max(claimed.nextOffset(), run.getValue()), claimed.receipt());
    }
  }

  SinkPartitions(
      TaskName task,
      List<TopicPartition> partitions,
      Map<TopicPartition, dev.headrace.runtime.log.Committed> committed) {
    this.task = task;
    for (TopicPartition partition : partitions) {
      Standing standing = new Standing(partition, Optional.ofNullable(committed.get(partition)));
      standings.put(partition, standing);
      byConnectorName.put(standing.connectorPartition, standing);
    }
  }

  Standing of(TopicPartition partition) {
    return standings.get(partition);
  }

  /** The offsets to read on at. */
  Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    standings.forEach((partition, standing) -> positions.put(partition, standing.position));
    return positions;
  }

  /** What is committed, as the sink is opened with. */
  List<Committed> committed() {
    return standings.values().stream().map(standing -> standing.committed).toList();
  }

  /** A partition that was never read begins where its log does. */
  void beginAtEarliest(Reader reader) {
    for (Standing standing : standings.values()) {
      if (standing.isNew) {
        reader.assign(Map.of(standing.partition, 0L));
        if (reader.read(1, Duration.ZERO) instanceof Fetched.Gap gap) {
          standing.beginAt(gap.start());
        }
      }
    }
  }

  /** Records are gone that were not taken out: a silent jump would hide the loss. */
  ConnectorException stopsAt(Fetched.Gap gap) {
    return ConnectorException.wrongConfiguration(
        new Reason(
            "sink.gap",
            gap.partition()
                + ": offset "
                + gap.wanted()
                + " is next, but the log holds "
                + gap.start()
                + " to "
                + (gap.end() - 1)
                + "; records were removed before they were taken out, or the topic is another one",
            "Set the offsets of group connect-"
                + task.connector()
                + " to where the sink is to go on, or give the connector another name."));
  }

  /**
   * Takes what a flush said for known.
   *
   * @return what is new in it
   * @throws ConnectorException when the sink claims what it was not given
   */
  Map<TopicPartition, Committed> flushed(List<Committed> answer) throws ConnectorException {
    Map<TopicPartition, Committed> changed = new LinkedHashMap<>();
    for (Committed now : answer) {
      Standing standing = byConnectorName.get(now.partition());
      if (standing == null || now.nextOffset() > standing.position) {
        throw wrongAnswer("it answers " + now + ", which it was not given");
      }
      if (now.nextOffset() < standing.claimed.nextOffset()) {
        throw wrongAnswer("it answers " + now + " after " + standing.claimed);
      }
      standing.claimed = now;
    }
    for (Standing standing : standings.values()) {
      Committed now = standing.commitable();
      if (!now.equals(standing.committed)) {
        standing.committed = now;
        changed.put(standing.partition, now);
      }
    }
    return changed;
  }

  private static ConnectorException wrongAnswer(String what) {
    return ConnectorException.unexpected(
        new Reason(
            "connector.unexpected",
            "SinkWriter.flush: " + what,
            "This is a fault of the connector: report it to its author."),
        new IllegalStateException(what));
  }

  /** Whether all below these offsets was written. */
  boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(
            end ->
                !standings.containsKey(end.getKey())
                    || of(end.getKey()).position >= end.getValue());
  }

  /** How many offsets lie between what was written and what can be read. */
  long lag(Reader reader) {
    long lag = 0;
    for (Standing standing : standings.values()) {
      lag += Math.max(0, reader.end(standing.partition) - standing.position);
    }
    return lag;
  }
}
