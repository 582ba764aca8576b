package dev.headrace.runtime.config;

/**
 * A place in a text file.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column in characters, from 1
 */
public record Place(String file, int line, int column) {

  static Place startOf(String file) {
    return new Place(file, 1, 1);
  }

  /** As editors and compilers write it, so that terminals make it a link. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
