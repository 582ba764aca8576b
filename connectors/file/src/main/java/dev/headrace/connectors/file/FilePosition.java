package dev.headrace.connectors.file;

/**
 * A place in a file, always at the beginning of a line.
 *
 * @param path where the file was when the setting {@code path} covered it; for people, and to know
 *     the file again when its identity has changed
 * @param offset bytes before this place
 * @param line lines before this place
 * @param headLength how many of the file's first bytes {@code headHash} covers
 * @param headHash tells this file from another one that later has its identity
 * @param file the identity of the file, where another one than the partition is named after has
 *     taken its place; else empty
 * @param sinceMillis when it was begun to be read: a path's latest file can be replaced
 * @param blocksHash with {@code restHash} the fingerprint of all bytes before this place, by which
 *     a file that replaces this one is known to go on with it
 * @param restHash see {@code blocksHash}
 */
public record FilePosition(
    String path,
    long offset,
    long line,
    int headLength,
    long headHash,
    String file,
    long sinceMillis,
    long blocksHash,
    int restHash) {

  Head head() {
    return new Head(headLength, headHash);
  }

  Prefix.Print print() {
    return new Prefix.Print(blocksHash, restHash);
  }

  /** The file that is read under the name {@code partition}. */
  SourceFile fileOf(SourceFile partition) {
    return file.isEmpty() ? partition : new SourceFile(file);
  }
}
