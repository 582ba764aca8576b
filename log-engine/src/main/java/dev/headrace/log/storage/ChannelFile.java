package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file on the disk of the operating system.
 *
 * <p>The JDK closes a channel when a thread is interrupted in it. Threads that append or read
 * belong to connectors, which are interrupted to stop them; so reads and writes, which are
 * positional and can be done again, open the channel anew. Forcing has a channel of its own that
 * only flushing threads use, and none of them is interrupted: a failed force must be seen by the
 * descriptor that was open at that time, for the kernel reports the failure once.
 */
final class ChannelFile implements DiskFile {

  private final Path path;
  private final Object opening = new Object();
  private volatile FileChannel channel;
  private Optional<FileChannel> forceChannel = Optional.empty();
  private volatile boolean closed;

  ChannelFile(Path path) throws IOException {
    this.path = path;
    this.channel = open(path);
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(
          path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw NoSpaceException.isMeantBy(e) ? new NoSpaceException(e.getMessage(), e) : e;
    }
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    int start = into.position();
    return (int)
        uninterrupted(
            open -> {
              into.position(start);
              int count = 0;
              while (into.hasRemaining()) {
                int more = open.read(into, position + count);
                if (more < 0) {
                  break;
                }
                count += more;
              }
              return count;
            });
  }

  @Override
  public void write(ByteBuffer from, long position) throws IOException {
    int start = from.position();
    uninterrupted(
        open -> {
          from.position(start);
          try {
            while (from.hasRemaining()) {
              open.write(from, position + from.position() - start);
            }
          } catch (IOException e) {
            throw NoSpaceException.isMeantBy(e)
                ? new NoSpaceException(path + ": " + e.getMessage(), e)
                : e;
          }
          return 0;
        });
  }

  @Override
  public long size() throws IOException {
    return uninterrupted(FileChannel::size);
  }

  @Override
  public void truncate(long size) throws IOException {
    uninterrupted(
        open -> {
          open.truncate(size);
          return 0;
        });
  }

  /** fdatasync is enough: it also writes the length, without which the content is not found. */
  @Override
  public void force() throws IOException {
    channelToForce().force(false);
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    synchronized (opening) {
      closed = true;
      try {
        if (forceChannel.isPresent()) {
          forceChannel.get().close();
        }
      } finally {
        channel.close();
      }
    }
  }

  private FileChannel channelToForce() throws IOException {
    synchronized (opening) {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (forceChannel.isEmpty()) {
        forceChannel = Optional.of(FileChannel.open(path, StandardOpenOption.WRITE));
      }
      return forceChannel.get();
    }
  }

  private long uninterrupted(Operation operation) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        FileChannel open = channel;
        try {
          return operation.on(open);
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          reopen(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void reopen(ClosedChannelException cause) throws IOException {
    synchronized (opening) {
      if (closed) {
        throw cause;
      }
      if (!channel.isOpen()) {
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      }
    }
  }

  @FunctionalInterface
  private interface Operation {
    long on(FileChannel open) throws IOException;
  }
}
