package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real disk that forces nothing, to be quick; for tests that change what else it does. */
abstract class UnforcedDisk implements Disk {

  final FileDisk real = new FileDisk();

  @Override
  public DiskFile open(Path file) throws IOException {
    return new UnforcedFile(real.open(file));
  }

  @Override
  public boolean exists(Path path) {
    return real.exists(path);
  }

  @Override
  public long sizeOf(Path file) throws IOException {
    return real.sizeOf(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    real.createDirectory(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void link(Path file, Path second) throws IOException {
    real.link(file, second);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(path);
  }

  @Override
  public void forceDirectory(Path directory) {}

  @Override
  public long usableBytes(Path directory) throws IOException {
    return real.usableBytes(directory);
  }

  @Override
  public Optional<DiskLock> lock(Path file) throws IOException {
    return real.lock(file);
  }

  static class UnforcedFile implements DiskFile {

    final DiskFile file;

    UnforcedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      file.write(from, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() {}

    @Override
    public FileChannel channel() {
      return file.channel();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
