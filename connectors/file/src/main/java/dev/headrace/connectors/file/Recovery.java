package dev.headrace.connectors.file;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brings the files of a rolling sink back to what was committed.
 *
 * @param extension the end of their names
 */
record Recovery(Path folder, String extension) {

  /**
   * Removes what was written beyond a receipt, and goes on with the file that it names. Where no
   * receipt was ever stored, nothing was written, and all files are left alone.
   */
  Optional<RollingFile> undoBeyond(Committed committed, byte[] buffer)
      throws IOException, ConnectorException {
    if (committed.receipt().isEmpty()) {
      return Optional.empty();
    }
    removeFrom(committed);
    Optional<Receipt> receipt = Receipt.of(committed);
    return receipt.isPresent() ? Optional.of(goOnWith(receipt.get(), buffer)) : Optional.empty();
  }

  private void removeFrom(Committed committed) throws IOException {
    Pattern names =
        Pattern.compile(
            Pattern.quote(RollingFile.prefix(committed.partition()))
                + "\\d{20}"
                + Pattern.quote("." + extension));
    String firstBeyond =
        RollingFile.nameOf(committed.partition(), committed.nextOffset(), extension);
    Optional<String> kept = Receipt.of(committed).map(Receipt::name);
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = RollingFile.completeName(file.getFileName().toString());
        if (names.matcher(name).matches()
            && name.compareTo(firstBeyond) >= 0
            && !kept.equals(Optional.of(name))) {
          Files.delete(file);
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  private RollingFile goOnWith(Receipt receipt, byte[] buffer)
      throws IOException, ConnectorException {
    Path part = folder.resolve(RollingFile.partName(receipt.name()));
    Path complete = folder.resolve(receipt.name());
    if (!Files.exists(part) && Files.exists(complete)) {
      Files.move(complete, part, StandardCopyOption.ATOMIC_MOVE);
    }
    long length = Files.exists(part) ? Files.size(part) : 0;
    if (length < receipt.length()) {
      throw FileFailure.wrong(
          "file.shorter-than-receipt",
          part
              + " holds "
              + length
              + " bytes, but "
              + receipt.length()
              + " were committed: somebody removed, cut or replaced it.",
          "Put the file back; or choose another `path` and reset the offsets of the connector to"
              + " write all records again.");
    }
    return RollingFile.open(folder, receipt.name(), receipt.length(), buffer);
  }
}
