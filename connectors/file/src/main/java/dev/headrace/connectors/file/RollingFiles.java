package dev.headrace.connectors.file;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes files of a bounded size into a folder, each partition its own. A file is written under a
 * temporary name and renamed when it is full or the task stops. Whatever is found beyond the
 * receipts is undone on opening; as files are cut by size alone, the same records then make the
 * same files again.
 */
final class RollingFiles implements SinkWriter {

  private final Path folder;
  private final ValueFormat format;
  private final long rollingBytes;
  private final Progress progress;
  private final Map<TopicPartition, RollingFile> open = new HashMap<>();
  private final List<RollingFile> full = new ArrayList<>();
  private final byte[] buffer = LineOutput.newBuffer();

  private RollingFiles(
      Path folder, ValueFormat format, long rollingBytes, List<Committed> committed) {
    this.folder = folder;
    this.format = format;
    this.rollingBytes = rollingBytes;
    this.progress = new Progress(committed);
  }

  static RollingFiles open(
      Path folder, ValueFormat format, long rollingBytes, List<Committed> committed)
      throws IOException, ConnectorException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw FileFailure.wrong(
          "file.no-directory",
          folder + " is a file, but files are to be cut by size.",
          "Set `path` to a folder, or `rolling` to none.");
    }
    Files.createDirectories(folder);
    RollingFiles files = new RollingFiles(folder, format, rollingBytes, committed);
    try {
      Recovery recovery = new Recovery(folder, format.extension());
      for (Committed place : committed) {
        Optional<RollingFile> resumed = recovery.undoBeyond(place, files.buffer);
        resumed.ifPresent(file -> files.open.put(place.partition(), file));
      }
      return files;
    } catch (IOException | ConnectorException | RuntimeException failure) {
      try (files) {
        throw failure;
      }
    }
  }

  @Override
  public List<Refused> write(SinkBatch batch) throws ConnectorException {
    TopicPartition partition = batch.partition();
    List<Refused> refused = new ArrayList<>();
    try {
      RollingFile file = open.get(partition);
      while (batch.next()) {
        if (file == null) {
          file = begin(partition, batch.offset());
        }
        Optional<Reason> why = format.write(batch, file.out());
        why.ifPresent(reason -> refused.add(new Refused(batch.offset(), reason)));
        progress.took(partition, batch.offset());
        if (file.out().length() >= rollingBytes) {
          file.out().drain();
          full.add(file);
          open.remove(partition);
          file = null;
        }
      }
      if (file != null) {
        // The buffer is shared with the other partitions.
        file.out().drain();
      }
      return refused;
    } catch (IOException failure) {
      throw FileFailure.of(folder, failure);
    }
  }

  @Override
  public List<Committed> flush(FlushReason why) throws ConnectorException {
    try {
      if (why == FlushReason.STOP) {
        full.addAll(open.values());
        open.clear();
      }
      for (RollingFile file : open.values()) {
        file.out().force();
      }
      publish();
    } catch (IOException failure) {
      throw FileFailure.of(folder, failure);
    }
    return progress.committed(
        partition ->
            Optional.ofNullable(open.get(partition))
                .map(file -> file.receipt().toString())
                .orElse(Receipt.NO_FILE));
  }

  @Override
  public void close() {
    open.values().forEach(RollingFile::close);
    full.forEach(RollingFile::close);
  }

  private RollingFile begin(TopicPartition partition, long firstOffset)
      throws IOException, ConnectorException {
    RollingFile file =
        RollingFile.begin(folder, partition, firstOffset, format.extension(), buffer);
    open.put(partition, file);
    return file;
  }

  private void publish() throws IOException {
    if (full.isEmpty()) {
      return;
    }
    for (RollingFile file : full) {
      file.publish();
    }
    Folders.force(folder);
    full.forEach(RollingFile::close);
    full.clear();
  }
}
