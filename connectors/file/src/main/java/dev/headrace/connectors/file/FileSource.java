package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.Plan;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads files and follows them as they grow; each file is a source partition. */
public final class FileSource
    implements SourceConnector<FileSourceSettings, SourceFile, FilePosition> {

  private static final Logger log = LoggerFactory.getLogger(FileSource.class);
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Whereabouts whereabouts = new Whereabouts();

  /** For the service loader. */
  public FileSource() {
    this(InstantSource.system());
  }

  FileSource(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "file-source";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String summary() {
    return "Reads the lines, CSV rows or JSON lines of files, and follows the files as they grow.";
  }

  @Override
  public Class<FileSourceSettings> configuration() {
    return FileSourceSettings.class;
  }

  @Override
  public Class<SourceFile> partition() {
    return SourceFile.class;
  }

  @Override
  public Class<FilePosition> position() {
    return FilePosition.class;
  }

  @Override
  public Plan<SourceFile> plan(
      FileSourceSettings settings, Map<SourceFile, FilePosition> known, SourceContext context)
      throws ConnectorException {
    FilePlanner planner = new FilePlanner(FileSearch.of(settings.path()), known, clock.instant());
    if (context.mode() == ReadMode.ONCE) {
      Map<SourceFile, Path> files = planner.all();
      if (files.isEmpty()) {
        throw FileFailure.notFound(Path.of(settings.path()));
      }
      whereabouts.saw(context.connectorName(), files);
      return Plan.fixed(List.copyOf(files.keySet()));
    }
    Map<SourceFile, Path> files = planner.due();
    whereabouts.saw(context.connectorName(), files);
    if (files.isEmpty() && known.isEmpty() && whereabouts.beginsToWait(context.connectorName())) {
      log.info("{} waits: there is no file {} yet", context.connectorName(), settings.path());
    }
    return Plan.refreshing(List.copyOf(files.keySet()), LOOKS_EVERY);
  }

  @Override
  public SourceReader<FilePosition> open(
      FileSourceSettings settings,
      SourceFile partition,
      Optional<FilePosition> position,
      SourceContext context)
      throws ConnectorException {
    Optional<Path> place = find(settings, partition, position, context);
    if (place.isEmpty()) {
      return new GoneReader();
    }
    try {
      FileReader first = open(place.get(), settings, partition, position, Doubt.NOT_KNOWN, context);
      return context.mode() == ReadMode.ONCE
          ? new Successors(first, (_, _) -> Optional.empty(), clock)
          : new Successors(
              first, (former, readUpTo) -> successor(settings, former, readUpTo, context), clock);
    } catch (NoSuchFileException goneSinceFound) {
      return new GoneReader();
    } catch (IOException failure) {
      throw FileFailure.of(place.get(), failure);
    }
  }

  /** What is at the place of a file that is nowhere any more. */
  private Optional<FileReader> successor(
      FileSourceSettings settings, FileReader former, FilePosition readUpTo, SourceContext context)
      throws IOException, ConnectorException {
    SourceFile partition = former.found().partition();
    Optional<Path> place = search(settings, partition, Optional.of(readUpTo), context);
    if (place.isEmpty() || Sighting.of(place.get()).identity().equals(former.found().identity())) {
      return Optional.empty();
    }
    return Optional.of(
        open(
            place.get(), settings, partition, Optional.of(readUpTo), former.firstBytes(), context));
  }

  private FileReader open(
      Path path,
      FileSourceSettings settings,
      SourceFile partition,
      Optional<FilePosition> position,
      byte[] formerFirstBytes,
      SourceContext context)
      throws IOException, ConnectorException {
    Sighting sighting = Sighting.of(path);
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      FileSearch search = FileSearch.of(settings.path());
      Path home =
          position
              .map(place -> Path.of(place.path()))
              .filter(former -> !search.covers(path) && search.covers(former))
              .orElse(path);
      return new FileReader(
          file,
          new FileReader.Found(partition, sighting.identity(), path, home),
          settings,
          position,
          formerFirstBytes,
          context.mode(),
          clock);
    } catch (IOException | ConnectorException | RuntimeException failure) {
      try (file) {
        throw failure;
      }
    }
  }

  /** Where the file is now: where it was seen last, or else wherever a search finds it. */
  private Optional<Path> find(
      FileSourceSettings settings,
      SourceFile partition,
      Optional<FilePosition> position,
      SourceContext context)
      throws ConnectorException {
    Optional<Path> seen =
        whereabouts
            .of(context.connectorName(), partition)
            .filter(path -> isAt(path, partition, position));
    return seen.isPresent() ? seen : search(settings, partition, position, context);
  }

  private Optional<Path> search(
      FileSourceSettings settings,
      SourceFile partition,
      Optional<FilePosition> position,
      SourceContext context)
      throws ConnectorException {
    Map<SourceFile, FilePosition> known =
        position.map(place -> Map.of(partition, place)).orElse(Map.of());
    Map<SourceFile, Path> files =
        new FilePlanner(FileSearch.of(settings.path()), known, clock.instant()).all();
    whereabouts.saw(context.connectorName(), files);
    return Optional.ofNullable(files.get(position.isPresent() ? partition : partition.file()));
  }

  private static boolean isAt(Path path, SourceFile partition, Optional<FilePosition> position) {
    try {
      SourceFile identity = Sighting.of(path).identity();
      SourceFile wanted = position.map(place -> place.fileOf(partition)).orElse(partition).file();
      return identity.equals(wanted)
          || (position.isPresent()
              && identity.inode().isPresent()
              && identity.inode().equals(wanted.inode()));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Stands for a file that was deleted before it was opened. */
  private record GoneReader() implements SourceReader<FilePosition> {

    @Override
    public Next read(Output<FilePosition> out) {
      return Next.END;
    }

    @Override
    public void close() {}
  }
}
