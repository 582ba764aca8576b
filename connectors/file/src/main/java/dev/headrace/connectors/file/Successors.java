package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.SourceReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Reads a file, and when that is read to its end and gone, the one that took its place, which may
 * go on with it. Used by one thread at a time.
 */
final class Successors implements SourceReader<FilePosition> {

  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  private final Opening opening;
  private final InstantSource clock;
  private FileReader current;
  private Instant nextLook;

  /** Opens what has taken the place of a file. */
  @FunctionalInterface
  interface Opening {
    /** Empty when the file is only renamed, or nothing is in its place. */
    Optional<FileReader> successorOf(FileReader former, FilePosition readUpTo)
        throws IOException, ConnectorException;
  }

  Successors(FileReader first, Opening opening, InstantSource clock) {
    this.current = first;
    this.opening = opening;
    this.clock = clock;
    this.nextLook = clock.instant().plus(LOOKS_EVERY);
  }

  @Override
  public Next read(Output<FilePosition> out) throws ConnectorException {
    Next next = current.read(out);
    Instant now = clock.instant();
    if (!(next instanceof Next.Idle) || now.isBefore(nextLook)) {
      return next;
    }
    nextLook = now.plus(LOOKS_EVERY);
    return isSucceeded() ? Next.MORE : next;
  }

  private boolean isSucceeded() throws ConnectorException {
    Optional<FilePosition> readUpTo = current.replacedAt();
    if (readUpTo.isEmpty()) {
      return false;
    }
    try {
      Optional<FileReader> successor = opening.successorOf(current, readUpTo.get());
      if (successor.isPresent()) {
        current.close();
        current = successor.get();
      }
      return successor.isPresent();
    } catch (IOException failure) {
      throw FileFailure.of(current.found().home(), failure);
    }
  }

  @Override
  public void close() {
    current.close();
  }
}
