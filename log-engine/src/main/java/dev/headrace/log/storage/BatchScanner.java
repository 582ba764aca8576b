package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks the batches of a part of a file, reading large pieces. One thread. */
final class BatchScanner {

  private static final int PIECE_BYTES = 256 * 1024;

  /** What is at the scanner's place. */
  sealed interface Step {

    /** A batch whose bytes are all there; nothing else is checked. Valid until the next step. */
    record Batch(RecordBatch batch, int position) implements Step {}

    /** The part ends here, behind a batch. */
    record End(int position) implements Step {}

    /** No whole batch starts here. */
    record Broken(int position, String reason) implements Step {}
  }

  private final DiskFile file;
  private final int end;
  private ByteBuffer piece;
  private int piecePosition;
  private int position;

  BatchScanner(DiskFile file, int from, int to) {
    this.file = file;
    this.end = to;
    this.position = from;
    this.piecePosition = from;
    this.piece = ByteBuffer.allocate(Math.min(PIECE_BYTES, Math.max(0, to - from))).limit(0);
  }

  /** Where the next step looks. */
  int position() {
    return position;
  }

  Step next() throws IOException {
    if (position >= end) {
      return new Step.End(position);
    }
    if (!load(RecordBatch.HEADER_BYTES)) {
      return new Step.Broken(position, (end - position) + " bytes are less than a batch's header");
    }
    int size;
    try {
      size = BatchHeader.at(piece, position - piecePosition).sizeInBytes();
    } catch (CorruptBatchException e) {
      return new Step.Broken(position, e.getMessage());
    }
    if (!load(size)) {
      return new Step.Broken(
          position,
          "a batch of " + size + " bytes is announced, " + (end - position) + " are there");
    }
    int inPiece = position - piecePosition;
    RecordBatch batch = RecordBatch.at(piece.slice(inPiece, size));
    Step.Batch step = new Step.Batch(batch, position);
    position += size;
    return step;
  }

  private boolean load(int bytes) throws IOException {
    if (bytes > end - position) {
      return false;
    }
    if (position + bytes <= piecePosition + piece.limit()) {
      return true;
    }
    int capacity = Math.max(bytes, Math.min(PIECE_BYTES, end - position));
    piece = piece.capacity() >= capacity ? piece : ByteBuffer.allocate(capacity);
    piece.clear().limit(Math.min(piece.capacity(), end - position));
    file.read(piece, position);
    piece.flip();
    piecePosition = position;
    return piece.limit() >= bytes;
  }
}
