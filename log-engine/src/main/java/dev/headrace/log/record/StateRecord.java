package dev.headrace.log.record;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record of a state that is replayed from its log: what is under a key from now on. The arrays
 * are not copied and not to be changed.
 *
 * @param value empty for a tombstone: nothing is under the key any more
 */
public record StateRecord(byte[] key, Optional<byte[]> value) {

  public static StateRecord of(byte[] key, byte[] value) {
    return new StateRecord(key, Optional.of(value));
  }

  public static StateRecord tombstone(byte[] key) {
    return new StateRecord(key, Optional.empty());
  }

  @Override
  public String toString() {
    return new String(key, StandardCharsets.UTF_8)
        + value.map(bytes -> " = " + bytes.length + " bytes").orElse(" = gone");
  }
}
