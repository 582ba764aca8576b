package dev.headrace.connectors.file;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.SinkWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to one file, which belongs to this writer alone while it is open. What stands in the file
 * beyond the receipt was never committed and is cut off on opening.
 */
final class GrowingFile implements SinkWriter {

  private static final Logger log = LoggerFactory.getLogger(GrowingFile.class);

  private static final long NOTHING = -1;

  private final Path path;
  private final FileChannel file;
  private final ValueFormat format;
  private final LineOutput out;
  private final Progress progress;

  private GrowingFile(
      Path path, FileChannel file, long length, ValueFormat format, List<Committed> committed) {
    this.path = path;
    this.file = file;
    this.format = format;
    this.out = LineOutput.appendingTo(file, length, LineOutput.newBuffer());
    this.progress = new Progress(committed);
  }

  static GrowingFile open(Path path, ValueFormat format, List<Committed> committed)
      throws IOException, ConnectorException {
    if (Files.isDirectory(path)) {
      throw FileFailure.wrong(
          "file.is-directory",
          path + " is a directory.",
          "Set `path` to a file, or `rolling` to size.");
    }
    // Partitions that joined later have older receipts; the longest is the newest.
    Optional<Receipt> receipt =
        committed.stream()
            .flatMap(place -> Receipt.of(place).stream())
            .filter(stored -> stored.name().equals(path.toString()))
            .max(Comparator.comparingLong(Receipt::length));
    boolean isNew = !Files.exists(path);
    if (isNew && receipt.isPresent()) {
      requireLength(receipt.get(), path, 0);
    }
    Files.createDirectories(Folders.of(path).toAbsolutePath());
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      lock(path, file);
      if (isNew) {
        Folders.force(Folders.of(path));
      }
      long length = receipt.isPresent() ? cutTo(receipt.get(), path, file) : file.size();
      return new GrowingFile(path, file, length, format, committed);
    } catch (IOException | ConnectorException | RuntimeException failure) {
      try (file) {
        throw failure;
      }
    }
  }

  @Override
  public List<Refused> write(SinkBatch batch) throws ConnectorException {
    List<Refused> refused = List.of();
    try {
      long last = NOTHING;
      while (batch.next()) {
        Optional<Reason> why = format.write(batch, out);
        if (why.isPresent()) {
          refused = refused.isEmpty() ? new ArrayList<>() : refused;
          refused.add(new Refused(batch.offset(), why.get()));
        }
        last = batch.offset();
      }
      if (last != NOTHING) {
        progress.took(batch.partition(), last);
      }
      return refused;
    } catch (IOException failure) {
      throw FileFailure.of(path, failure);
    }
  }

  @Override
  public List<Committed> flush(FlushReason why) throws ConnectorException {
    try {
      out.force();
    } catch (IOException failure) {
      throw FileFailure.of(path, failure);
    }
    String receipt = new Receipt(path.toString(), out.length()).toString();
    return progress.committed(_ -> receipt);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      log.debug("Closing {} failed", path, failure);
    }
  }

  /** Two writers of one file would cut off each other's lines. */
  private static void lock(Path path, FileChannel file) throws IOException, ConnectorException {
    try {
      if (file.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException ours) {
      log.debug("{} is locked by this process", path, ours);
    }
    throw ConnectorException.transientFailure(
        new Reason(
            "file.in-use",
            path + " is being written by another connector or process.",
            "Stop the other one, or give each its own `path`."),
        new IOException("locked"));
  }

  private static long cutTo(Receipt receipt, Path path, FileChannel file)
      throws IOException, ConnectorException {
    requireLength(receipt, path, file.size());
    if (file.size() > receipt.length()) {
      log.info(
          "{}: cutting off {} bytes that were not committed", path, file.size() - receipt.length());
      file.truncate(receipt.length());
    }
    return receipt.length();
  }

  private static void requireLength(Receipt receipt, Path path, long length)
      throws ConnectorException {
    if (length < receipt.length()) {
      throw FileFailure.wrong(
          "file.shorter-than-receipt",
          path
              + " holds "
              + length
              + " bytes, but "
              + receipt.length()
              + " were committed: somebody removed, cut or replaced it.",
          "Put the file back; or choose another `path` to go on with new records; or reset the"
              + " offsets of the connector to write all records again.");
    }
  }
}
