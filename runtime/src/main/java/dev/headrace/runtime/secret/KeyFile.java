package dev.headrace.runtime.secret;

import dev.headrace.connector.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code secrets.key} in the data directory: one line with a format version and the key. It is
 * there as a whole or not at all, on disk before anything is sealed with it, and only its owner may
 * read it. One thread at a time, one process: whoever holds the lock of the data directory.
 */
final class KeyFile {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

  private static final String NAME = Seals.KEY_FILE;
  private static final Pattern LINE = Pattern.compile("headrace-key-1 ([A-Za-z0-9+/]{43}=)\\n");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Longer than any key file; what is longer is none. */
  private static final int MOST_BYTES = 256;

  private final Path path;

  KeyFile(Path dataDirectory) {
    this.path = dataDirectory.resolve(NAME);
  }

  Path path() {
    return path;
  }

  /** The key; empty when there is none yet. */
  Optional<SealingKey> read() throws SealException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer content = ByteBuffer.allocate(MOST_BYTES);
      while (content.hasRemaining() && file.read(content) >= 0) {}
      String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
      Matcher line = LINE.matcher(text);
      if (!line.matches()) {
        throw new SealException(
            unreadable("is no key file of this release", "Put the file back from a backup."));
      }
      warnWhenOthersMayRead();
      return Optional.of(new SealingKey(Base64.getDecoder().decode(line.group(1))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (AccessDeniedException denied) {
      throw new SealException(
          unreadable("may not be read by this user", "Make the user of this process its owner."),
          denied);
    } catch (IOException failed) {
      throw new SealException(
          unreadable("cannot be read: " + failed, "Put the file back from a backup."), failed);
    }
  }

  /** Makes a key, when there is none yet. */
  SealingKey create(SecureRandom random) throws SealException {
    byte[] key = new byte[SealingKey.BYTES];
    random.nextBytes(key);
    String line = "headrace-key-1 " + Base64.getEncoder().encodeToString(key) + "\n";
    Path beside = path.resolveSibling("." + NAME);
    try {
      Files.deleteIfExists(beside);
      try (FileChannel file =
          FileChannel.open(
              beside,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OWNER_ONLY)) {
        ByteBuffer content = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (content.hasRemaining()) {
          file.write(content);
        }
        file.force(true);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
        folder.force(true);
      }
      return new SealingKey(key);
    } catch (IOException failed) {
      throw new SealException(
          new Reason(
              "secrets.key-not-made",
              path + ", with which secrets are encrypted, cannot be made: " + failed + ".",
              "Give this user write access to the data directory, and room on the disk."),
          failed);
    }
  }

  private void warnWhenOthersMayRead() throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("secrets.key-open: others than its owner may read {}; chmod 600 it", path);
    }
  }

  private Reason unreadable(String why, String next) {
    return new Reason(
        "secrets.key-unreadable",
        path + ", with which secrets are encrypted, " + why + ".",
        next + " Or remove it, and send the configs with their secrets again.");
  }
}
