package dev.headrace.log.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A disk that loses power. The files are real ones below a folder of the test, so that all that
 * uses channels works; beside them it is kept what would have survived.
 *
 * <p>After {@link #losePowerAfter} so many changes every call fails, until {@link #restore()} has
 * put back what survives: all that was forced; of the other writes any subset of their sectors, in
 * any order; of the changes to folders any first part, as from a journal.
 */
public final class SimulatedDisk implements Disk {

  private static final int SECTOR_BYTES = 512;

  private final Path root;
  private final Random random;
  private final FileDisk real = new FileDisk();
  private final Map<Path, Image> files = new HashMap<>();
  private final Map<Path, Image> durableFiles = new HashMap<>();
  private final List<FolderChange> unforcedChanges = new ArrayList<>();
  private final List<SimulatedFile> open = new ArrayList<>();
  private Predicate<Path> failingForces = _ -> false;
  private Predicate<Path> failingReads = _ -> false;
  private Predicate<Path> failingWrites = _ -> false;
  private Predicate<Path> failingOpens = _ -> false;
  private String openFailure = "";
  private long freeBytes = Long.MAX_VALUE;
  private long changesLeft = Long.MAX_VALUE;

  /** What became of a file's bytes: those on the platter and those on their way. */
  private static final class Image {
    private byte[] durable = new byte[0];
    private final List<Consumer<Image>> unforced = new ArrayList<>();

    void write(byte[] bytes, int position) {
      byte[] larger = new byte[Math.max(durable.length, position + bytes.length)];
      System.arraycopy(durable, 0, larger, 0, durable.length);
      System.arraycopy(bytes, 0, larger, position, bytes.length);
      durable = larger;
    }

    void truncate(int size) {
      byte[] other = new byte[size];
      System.arraycopy(durable, 0, other, 0, Math.min(size, durable.length));
      durable = other;
    }
  }

  private record FolderChange(Path folder, Consumer<Map<Path, Image>> change) {}

  public SimulatedDisk(Path root, Random random) {
    this.root = root;
    this.random = random;
  }

  public Path root() {
    return root;
  }

  /** The power goes with the change number {@code changes} from now on. */
  public synchronized void losePowerAfter(long changes) {
    changesLeft = changes;
  }

  public synchronized boolean isPowerLost() {
    return changesLeft <= 0;
  }

  /** Forcing these files fails, and loses what was to be forced, as Linux does. */
  public synchronized void failForcing(Predicate<Path> paths) {
    failingForces = paths;
  }

  /** Reading from these files fails, as from a broken sector. */
  public synchronized void failReading(Predicate<Path> paths) {
    failingReads = paths;
  }

  /** Writing to these files fails, as to a broken sector. */
  public synchronized void failWriting(Predicate<Path> paths) {
    failingWrites = paths;
  }

  /** These files cannot be opened, as by a process that has too many files open. */
  public synchronized void failOpening(Predicate<Path> paths) {
    failOpening(paths, "Too many open files");
  }

  /** These files cannot be opened. */
  public synchronized void failOpening(Predicate<Path> paths, String reason) {
    failingOpens = paths;
    openFailure = reason;
  }

  /** Only so many bytes may still be written. */
  public synchronized void limitFreeBytes(long bytes) {
    freeBytes = bytes;
  }

  /** The disk after the power came back. */
  public synchronized SimulatedDisk restore() throws IOException {
    changesLeft = 0;
    for (SimulatedFile file : open) {
      file.channel.close();
    }
    int survivors = unforcedChanges.isEmpty() ? 0 : random.nextInt(unforcedChanges.size() + 1);
    for (FolderChange change : unforcedChanges.subList(0, survivors)) {
      change.change().accept(durableFiles);
    }
    deleteTree(root);
    Files.createDirectories(root);
    SimulatedDisk next = new SimulatedDisk(root, random);
    for (Map.Entry<Path, Image> file : durableFiles.entrySet()) {
      Image image = file.getValue();
      image.unforced.forEach(write -> write.accept(image));
      Image survived = new Image();
      survived.durable = image.durable;
      Files.createDirectories(file.getKey().getParent());
      Files.write(file.getKey(), survived.durable);
      next.files.put(file.getKey(), survived);
      next.durableFiles.put(file.getKey(), survived);
    }
    return next;
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> tree = Files.walk(root)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void change() throws IOException {
    checkPower();
    changesLeft--;
    checkPower();
  }

  private void checkPower() throws IOException {
    if (isPowerLost()) {
      throw new IOException("the power is off");
    }
  }

  @Override
  public synchronized DiskFile open(Path file) throws IOException {
    checkPower();
    if (failingOpens.test(file)) {
      throw new FileSystemException(file.toString(), null, openFailure);
    }
    if (!files.containsKey(file)) {
      change();
      Image image = new Image();
      files.put(file, image);
      noteChange(file, durable -> durable.put(file, image));
    }
    SimulatedFile opened = new SimulatedFile(file, files.get(file), real.open(file));
    open.add(opened);
    return opened;
  }

  private void noteChange(Path path, Consumer<Map<Path, Image>> change) {
    unforcedChanges.add(new FolderChange(path.getParent(), change));
  }

  @Override
  public boolean exists(Path path) {
    return real.exists(path);
  }

  @Override
  public synchronized long sizeOf(Path file) throws IOException {
    checkPower();
    return real.sizeOf(file);
  }

  @Override
  public synchronized List<Path> list(Path directory) throws IOException {
    checkPower();
    return real.list(directory);
  }

  /** Folders are not lost; only what lies in them may be. */
  @Override
  public synchronized void createDirectory(Path directory) throws IOException {
    checkPower();
    real.createDirectory(directory);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    change();
    real.rename(from, to);
    move(files, from, to);
    noteChange(from, durable -> move(durable, from, to));
  }

  private static void move(Map<Path, Image> names, Path from, Path to) {
    for (Path name : List.copyOf(names.keySet())) {
      if (name.startsWith(from)) {
        Path renamed = name.equals(from) ? to : to.resolve(from.relativize(name));
        names.put(renamed, names.remove(name));
      }
    }
  }

  @Override
  public synchronized void link(Path file, Path second) throws IOException {
    change();
    real.link(file, second);
    Image image = files.get(file);
    files.put(second, image);
    noteChange(second, durable -> durable.put(second, image));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    change();
    real.delete(path);
    files.remove(path);
    noteChange(path, durable -> durable.remove(path));
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    change();
    int last = -1;
    for (int i = 0; i < unforcedChanges.size(); i++) {
      last = unforcedChanges.get(i).folder().equals(directory) ? i : last;
    }
    List<FolderChange> forced = unforcedChanges.subList(0, last + 1);
    forced.forEach(each -> each.change().accept(durableFiles));
    forced.clear();
  }

  @Override
  public synchronized long usableBytes(Path directory) {
    return freeBytes;
  }

  @Override
  public Optional<DiskLock> lock(Path file) {
    return Optional.of(() -> {});
  }

  /** A real file and what of it survives. */
  private final class SimulatedFile implements DiskFile {

    private final Path path;
    private final Image image;
    private final DiskFile channel;

    SimulatedFile(Path path, Image image, DiskFile channel) {
      this.path = path;
      this.image = image;
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        checkPower();
        if (failingReads.test(path)) {
          throw new IOException("Input/output error");
        }
        return channel.read(into, position);
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        if (failingWrites.test(path)) {
          throw new IOException("Input/output error");
        }
        byte[] bytes = new byte[(int) Math.min(from.remaining(), freeBytes)];
        boolean fits = bytes.length == from.remaining();
        from.get(bytes);
        noteWrite(bytes, (int) position);
        change();
        if (!fits) {
          freeBytes = 0;
          channel.write(ByteBuffer.wrap(bytes), position);
          throw new NoSpaceException("No space left on device");
        }
        freeBytes -= bytes.length;
        channel.write(ByteBuffer.wrap(bytes), position);
      }
    }

    private void noteWrite(byte[] bytes, int position) {
      double survival = random.nextInt(3) / 2.0;
      for (int at = 0; at < bytes.length; ) {
        int sectorEnd = (position + at) / SECTOR_BYTES * SECTOR_BYTES + SECTOR_BYTES - position;
        byte[] sector = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, sectorEnd));
        int sectorPosition = position + at;
        boolean survives = random.nextDouble() < survival;
        image.unforced.add(
            it -> {
              if (survives || isForcing) {
                it.write(sector, sectorPosition);
              }
            });
        at += sector.length;
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        checkPower();
        return channel.size();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (SimulatedDisk.this) {
        change();
        channel.truncate(size);
        boolean survives = random.nextBoolean();
        image.unforced.add(
            it -> {
              if (survives || isForcing) {
                it.truncate((int) Math.min(size, it.durable.length));
              }
            });
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimulatedDisk.this) {
        change();
        if (failingForces.test(path)) {
          image.unforced.clear();
          throw new IOException("Input/output error");
        }
        isForcing = true;
        image.unforced.forEach(write -> write.accept(image));
        image.unforced.clear();
        isForcing = false;
      }
    }

    @Override
    public FileChannel channel() {
      synchronized (SimulatedDisk.this) {
        return failingReads.test(path) ? unreadable() : channel.channel();
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** The kernel cannot send anything from a folder. */
  private FileChannel unreadable() {
    try {
      if (unreadable.isEmpty()) {
        unreadable = Optional.of(FileChannel.open(root, StandardOpenOption.READ));
      }
      return unreadable.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<FileChannel> unreadable = Optional.empty();
  private boolean isForcing;
}
