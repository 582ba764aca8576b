package dev.headrace.log.broker;

import dev.headrace.log.broker.MetadataRecords.Change;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hands out producer ids from blocks. A block is durably marked as taken before the first id of it
 * is given away, so after a crash the rest of the block is lost and no id comes twice.
 */
final class ProducerIdBlocks implements ProducerIds {

  private static final int BLOCK = 1000;

  private final MetadataLog log;
  private long next;
  private long blockEnd;

  ProducerIdBlocks(MetadataLog log) {
    this.log = log;
  }

  /** Takes over what a former process, or this one, has marked as taken. */
  synchronized void replay(Change.ProducerIdsTaken taken) {
    next = taken.next();
    blockEnd = taken.next();
  }

  /** What is marked as taken. */
  synchronized Change.ProducerIdsTaken taken() {
    return new Change.ProducerIdsTaken(blockEnd);
  }

  @Override
  public CompletionStage<Long> next() {
    OptionalLong id = take();
    return id.isPresent()
        ? CompletableFuture.completedStage(id.getAsLong())
        : log.decide(this::takeFromNewBlock);
  }

  private synchronized OptionalLong take() {
    return next < blockEnd ? OptionalLong.of(next++) : OptionalLong.empty();
  }

  /** On the metadata thread, so that no two blocks are taken at a time. */
  private long takeFromNewBlock() throws IOException {
    OptionalLong left = take();
    if (left.isPresent()) {
      return left.getAsLong();
    }
    long newEnd = endOfBlock() + BLOCK;
    log.write(new Change.ProducerIdsTaken(newEnd), () -> extendTo(newEnd));
    return take()
        .orElseThrow(() -> new IOException("producer ids ran out while a block was taken"));
  }

  private synchronized long endOfBlock() {
    return blockEnd;
  }

  private synchronized void extendTo(long end) {
    blockEnd = end;
  }
}
