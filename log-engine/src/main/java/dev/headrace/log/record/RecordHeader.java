package dev.headrace.log.record;

/**
 * A header of a record.
 *
 * @param key its name, which may occur several times
 * @param value its bytes or {@link ByteSlice#NULL}
 */
public record RecordHeader(String key, ByteSlice value) {}
