package dev.headrace.log.broker;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.storage.PartitionLog;
import java.util.List;

/**
 * What a reader wants, and how long it will wait for it.
 *
 * @param wanted in order of preference: the first with data gives at least one batch
 * @param minBytes wait until there are as many, 0 for none
 * @param maxBytes of all partitions together, exceeded only by a first batch that is larger
 * @param maxWaitMillis then answer with what is there; 0 for at once
 */
public record FetchQuery(
    List<Wanted> wanted, Isolation isolation, int minBytes, int maxBytes, long maxWaitMillis) {

  public FetchQuery {
    wanted = List.copyOf(wanted);
  }

  /** Whether there is anything to wait for: a closing consumer asks for no partition at all. */
  boolean mayWait() {
    return maxWaitMillis > 0 && !wanted.isEmpty();
  }

  /** A partition to be read. */
  public record Wanted(PartitionLog log, long fromOffset, int maxBytes) {}
}
