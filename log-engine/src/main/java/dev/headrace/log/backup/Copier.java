package dev.headrace.log.backup;

import dev.headrace.log.backup.BackupManifest.Readers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

/** Copies files into a new folder, durably, and tells their checksums. One thread. */
final class Copier {

  private static final int PIECE_BYTES = 1 << 20;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final CopyProgress progress;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
  private final Set<Path> changedFolders = new HashSet<>();

  Copier(Path folder, CopyProgress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** Somebody wants it to stop. */
  static final class CancelledException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Copies the first bytes of a file.
   *
   * @param readers of the copy
   * @return the checksum of what was copied
   * @throws java.io.EOFException when it has fewer
   */
  int copy(Path from, String name, long sizeInBytes, Readers readers) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out = create(name, readers)) {
      long position = 0;
      while (position < sizeInBytes) {
        checkCancelled();
        piece.clear().limit((int) Math.min(PIECE_BYTES, sizeInBytes - position));
        if (in.read(piece, position) < 0) {
          throw new java.io.EOFException(
              from + " has " + position + " of " + sizeInBytes + " bytes");
        }
        piece.flip();
        position += piece.remaining();
        progress.copied(piece.remaining());
        crc.update(piece.duplicate());
        writeAll(piece, out);
      }
      out.force(true);
    }
    return (int) crc.getValue();
  }

  /** Writes a small file. */
  int write(byte[] content, String name) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(content);
    try (FileChannel out = create(name, Readers.ANY)) {
      writeAll(ByteBuffer.wrap(content), out);
      out.force(true);
    }
    progress.copied(content.length);
    return (int) crc.getValue();
  }

  private void checkCancelled() throws CancelledException {
    if (progress.isCancelled()) {
      throw new CancelledException();
    }
  }

  private FileChannel create(String name, Readers readers) throws IOException {
    checkCancelled();
    Path file = folder.resolve(name);
    Path parent = file.getParent();
    if (changedFolders.add(parent)) {
      Files.createDirectories(parent);
      changedFolders.add(parent.getParent());
    }
    return switch (readers) {
      case ANY -> FileChannel.open(file, NEW);
      case OWNER -> FileChannel.open(file, NEW, OWNER_ONLY);
    };
  }

  private static void writeAll(ByteBuffer bytes, FileChannel out) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Makes the names of all files durable. */
  void finish() throws IOException {
    for (Path changed : changedFolders) {
      force(changed);
    }
  }

  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
