package dev.headrace.log.record;

/**
 * How the records of a batch are compressed; the number is the low three bits of its attributes.
 */
public enum Compression {
  NONE(0),
  GZIP(1),
  SNAPPY(2),
  LZ4(3),
  ZSTD(4);

  private static final Compression[] BY_ID = values();

  private final int id;

  Compression(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }

  /** Whether {@code id} names a compression that exists. */
  public static boolean isKnown(int id) {
    return id >= 0 && id < BY_ID.length;
  }

  /**
   * @throws IllegalArgumentException when there is none with this number
   */
  public static Compression ofId(int id) {
    if (!isKnown(id)) {
      throw new IllegalArgumentException("no compression has the number " + id);
    }
    return BY_ID[id];
  }
}
