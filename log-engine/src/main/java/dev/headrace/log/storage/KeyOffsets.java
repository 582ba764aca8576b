package dev.headrace.log.storage;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * The last offset of each of many keys, in a table of fixed size: of a key only 128 bits of hash
 * are kept. Two keys with the same hash would be taken for one; with a salt that nobody knows, that
 * does not happen by chance, and cannot be brought about. One thread.
 */
final class KeyOffsets {

  private static final int SLOT_LONGS = 3;
  private static final int SALT_BYTES = 64;
  private static final int HASH_BYTES = 16;

  /** Of ten slots, so many may be taken: with more, searches become long. */
  private static final int MOST_OF_TEN = 9;

  /** Of each slot the hash, high and low, and the offset + 1; 0 for a slot that is free. */
  private final long[] slots;

  private final int slotCount;
  private final int mostKeys;
  private final byte[] salt = new byte[SALT_BYTES];
  private final MessageDigest digest;
  private final byte[] hash = new byte[HASH_BYTES];
  private final ByteBuffer hashNumbers = ByteBuffer.wrap(hash);
  private int keys;

  /**
   * @param maxBytes the table has at most this size
   * @param expectedKeys or what so many keys need, if that is less
   */
  KeyOffsets(int maxBytes, long expectedKeys, RandomGenerator random) {
    long wanted = Math.max(2, expectedKeys * 10 / MOST_OF_TEN + 2);
    slotCount = Math.clamp(wanted, 2, maxBytes / (SLOT_LONGS * Long.BYTES));
    mostKeys = Math.max(1, (int) ((long) slotCount * MOST_OF_TEN / 10));
    slots = new long[slotCount * SLOT_LONGS];
    random.nextBytes(salt);
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /**
   * Notes the offset of a key, which is not before any that was noted.
   *
   * @return false when there is no room for another key
   */
  boolean put(byte[] array, int from, int length, long offset) {
    int at = find(array, from, length);
    if (slots[at + 2] == 0) {
      if (keys == mostKeys) {
        return false;
      }
      keys++;
      slots[at] = hashNumbers.getLong(0);
      slots[at + 1] = hashNumbers.getLong(Long.BYTES);
    }
    slots[at + 2] = offset + 1;
    return true;
  }

  /** The last offset of a key; -1 when none was noted. */
  long get(byte[] array, int from, int length) {
    return slots[find(array, from, length) + 2] - 1;
  }

  int size() {
    return keys;
  }

  /** Where the slot of a key begins: the one that it has, or the free one that it would get. */
  private int find(byte[] array, int from, int length) {
    digest.update(salt);
    digest.update(array, from, length);
    try {
      digest.digest(hash, 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("MD5 has 16 bytes", e);
    }
    long high = hashNumbers.getLong(0);
    long low = hashNumbers.getLong(Long.BYTES);
    int slot = (int) Long.remainderUnsigned(high, slotCount);
    while (true) {
      int at = slot * SLOT_LONGS;
      if (slots[at + 2] == 0 || (slots[at] == high && slots[at + 1] == low)) {
        return at;
      }
      slot = slot + 1 == slotCount ? 0 : slot + 1;
    }
  }
}
