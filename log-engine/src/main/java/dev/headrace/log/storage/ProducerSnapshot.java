package dev.headrace.log.storage;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The producers of a partition at an offset, as Kafka's {@code .snapshot} files hold them: of each
 * its last batch and the first offset of its open transaction.
 *
 * @param producers the state of each
 * @param openFrom first offsets of open transactions, by producer
 */
record ProducerSnapshot(Map<Long, ProducerState> producers, Map<Long, Long> openFrom) {

  private static final short VERSION = 1;
  private static final int CRC = 2;
  private static final int ENTRIES = 6;
  private static final int FIRST_ENTRY = 10;
  private static final int ENTRY_BYTES = 8 + 2 + 4 + 8 + 4 + 8 + 4 + 8;
  private static final long NONE = -1;

  static final ProducerSnapshot EMPTY = new ProducerSnapshot(Map.of(), Map.of());

  static byte[] encode(Collection<ProducerState> producers, Map<Long, Long> openFrom) {
    ByteBuffer bytes = ByteBuffer.allocate(FIRST_ENTRY + ENTRY_BYTES * producers.size());
    bytes.putShort(VERSION).putInt(0).putInt(producers.size());
    for (ProducerState producer : producers) {
      Optional<ProducerState.Stored> last = producer.lastBatch();
      bytes
          .putLong(producer.producerId())
          .putShort(producer.epoch())
          .putInt(producer.lastSequence())
          .putLong(last.map(ProducerState.Stored::lastOffset).orElse(NONE))
          .putInt(last.map(ProducerState.Stored::offsetDelta).orElse(0))
          .putLong(producer.lastSeenMillis())
          .putInt(producer.coordinatorEpoch())
          .putLong(openFrom.getOrDefault(producer.producerId(), NONE));
    }
    bytes.putInt(CRC, checksumOf(bytes));
    return bytes.array();
  }

  /** Empty when the bytes are no sound snapshot; then it is rebuilt from the log. */
  static Optional<ProducerSnapshot> decode(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    if (content.length < FIRST_ENTRY
        || bytes.getShort(0) != VERSION
        || bytes.getInt(CRC) != checksumOf(bytes)
        || bytes.getInt(ENTRIES) != (content.length - FIRST_ENTRY) / ENTRY_BYTES) {
      return Optional.empty();
    }
    Map<Long, ProducerState> producers = new LinkedHashMap<>();
    Map<Long, Long> openFrom = new HashMap<>();
    bytes.position(FIRST_ENTRY);
    while (bytes.remaining() >= ENTRY_BYTES) {
      long producerId = bytes.getLong();
      short epoch = bytes.getShort();
      int lastSequence = bytes.getInt();
      long lastOffset = bytes.getLong();
      int offsetDelta = bytes.getInt();
      ProducerState state = new ProducerState(producerId, epoch, bytes.getLong());
      if (lastSequence != ProducerState.NO_SEQUENCE) {
        state.restore(new ProducerState.Stored(lastSequence, lastOffset, offsetDelta));
      }
      state.restoreCoordinatorEpoch(bytes.getInt());
      long firstOffset = bytes.getLong();
      producers.put(producerId, state);
      if (firstOffset != NONE) {
        openFrom.put(producerId, firstOffset);
      }
    }
    return Optional.of(new ProducerSnapshot(producers, openFrom));
  }

  private static int checksumOf(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(ENTRIES, bytes.capacity() - ENTRIES));
    return (int) crc.getValue();
  }
}
