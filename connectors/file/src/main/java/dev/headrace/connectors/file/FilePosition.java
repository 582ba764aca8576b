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
 */
public record FilePosition(String path, long offset, long line, int headLength, long headHash) {

  Head head() {
    return new Head(headLength, headHash);
  }
}
