package dev.headrace.log.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The markers that end transactions: control batches of one record each, whose key is version and
 * type, and whose value is version and coordinator epoch.
 *
 * @see <a href="https://kafka.apache.org/documentation/#controlbatch">Kafka: control batches</a>
 */
public final class ControlRecords {

  private static final short VERSION = 0;
  private static final int KEY_BYTES = 4;
  private static final int VALUE_BYTES = 6;

  private ControlRecords() {}

  /** A marker without offset, ready to be appended. */
  public static RecordBatch of(
      Marker marker,
      long producerId,
      short producerEpoch,
      int coordinatorEpoch,
      long timestampMillis) {
    byte[] key = ByteBuffer.allocate(KEY_BYTES).putShort(VERSION).putShort(typeOf(marker)).array();
    byte[] value =
        ByteBuffer.allocate(VALUE_BYTES).putShort(VERSION).putInt(coordinatorEpoch).array();
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, 96);
    builder.append(timestampMillis, ByteSlice.of(key), ByteSlice.of(value), List.of());
    RecordBatch batch = builder.build();
    batch.stampControl(producerId, producerEpoch);
    return batch;
  }

  /**
   * The outcome that a control batch states.
   *
   * @throws CorruptBatchException when it is none
   */
  public static Marker markerOf(RecordBatch control) {
    RecordCursor cursor = new RecordCursor(1024);
    cursor.open(control);
    if (!control.isControl() || !cursor.next() || cursor.keyLength() < KEY_BYTES) {
      throw new CorruptBatchException(control + " is no transaction marker");
    }
    short type =
        ByteBuffer.wrap(cursor.array(), cursor.keyFrom(), KEY_BYTES)
            .getShort(cursor.keyFrom() + Short.BYTES);
    return switch (type) {
      case 0 -> Marker.ABORT;
      case 1 -> Marker.COMMIT;
      default -> throw new CorruptBatchException(control + " has the unknown marker type " + type);
    };
  }

  /** The epoch of the coordinator that wrote a marker. */
  public static int coordinatorEpochOf(RecordBatch control) {
    RecordCursor cursor = new RecordCursor(1024);
    cursor.open(control);
    if (!cursor.next() || cursor.valueLength() < VALUE_BYTES) {
      throw new CorruptBatchException(control + " is no transaction marker");
    }
    return ByteBuffer.wrap(cursor.array()).getInt(cursor.valueFrom() + Short.BYTES);
  }

  private static short typeOf(Marker marker) {
    return switch (marker) {
      case ABORT -> 0;
      case COMMIT -> 1;
    };
  }
}
