package dev.headrace.runtime.log;

/**
 * Chooses the partition of a record with a key as Kafka's default partitioner does, so that records
 * of one key meet in one partition whoever writes them.
 */
public final class KeyPartitioner {

  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;

  private KeyPartitioner() {}

  /**
   * @param partitions how many there are, at least 1
   * @return from 0
   */
  public static int partition(byte[] array, int from, int length, int partitions) {
    return (murmur2(array, from, length) & 0x7fffffff) % partitions;
  }

  /** The 32-bit MurmurHash2 with Kafka's seed. */
  static int murmur2(byte[] array, int from, int length) {
    int hash = SEED ^ length;
    int end = from + (length & ~3);
    for (int i = from; i < end; i += 4) {
      int k = word(array, i) * M;
      k ^= k >>> R;
      hash = (hash * M) ^ (k * M);
    }
    int rest = length & 3;
    if (rest > 0) {
      for (int i = rest - 1; i >= 0; i--) {
        hash ^= (array[end + i] & 0xff) << (8 * i);
      }
      hash *= M;
    }
    hash ^= hash >>> 13;
    hash *= M;
    return hash ^ (hash >>> 15);
  }

  private static int word(byte[] array, int at) {
    return (array[at] & 0xff)
        | (array[at + 1] & 0xff) << 8
        | (array[at + 2] & 0xff) << 16
        | (array[at + 3] & 0xff) << 24;
  }
}
