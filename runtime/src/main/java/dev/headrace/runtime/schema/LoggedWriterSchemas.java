package dev.headrace.runtime.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.runtime.log.KeyedTopic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Writers' schemas in the topic that keeps schemas, under their fingerprint. Bytes begin with
 * {@code H1} and the fingerprint: the first eight bytes of the SHA-256 of the schema's whole JSON.
 * Avro's own fingerprint would not do: it says nothing of logical types, so that a decimal would be
 * read with another's scale.
 *
 * <p>The key is {@code {"writer":"0123456789abcdef"}}, the value {@code {"schema":{…}}}.
 */
final class LoggedWriterSchemas implements WriterSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MAGIC = {'H', '1'};
  private static final int FINGERPRINT_BYTES = 8;
  private static final int PREFIX_BYTES = MAGIC.length + FINGERPRINT_BYTES;

  /** Beyond it they are looked up again: a topic with so many schemas has one a record. */
  private static final int MOST_CACHED = 10_000;

  private final KeyedTopic log;
  private final Map<Long, Schema> cache = new ConcurrentHashMap<>();

  LoggedWriterSchemas(KeyedTopic log) {
    this.log = log;
  }

  @Override
  public byte[] prefix(Schema schema) {
    byte[] prefix = fingerprinted(schema);
    long fingerprint = fingerprint(prefix, 0);
    if (!cache.containsKey(fingerprint)) {
      byte[] value =
          TopicSchemaJson.bytes(
              JSON.createObjectNode().set("schema", TopicSchemaJson.tree(schema)));
      log.change(
          key(fingerprint), kept -> kept.isPresent() ? Optional.empty() : Optional.of(value));
      remember(fingerprint, schema);
    }
    return prefix;
  }

  @Override
  public Optional<Written> find(byte[] array, int from, int length) {
    if (length < PREFIX_BYTES || array[from] != MAGIC[0] || array[from + 1] != MAGIC[1]) {
      return Optional.empty();
    }
    long fingerprint = fingerprint(array, from);
    Optional<Schema> known = Optional.ofNullable(cache.get(fingerprint));
    return known.or(() -> read(fingerprint)).map(schema -> new Written(schema, PREFIX_BYTES));
  }

  private Optional<Schema> read(long fingerprint) {
    ByteBuffer key = ByteBuffer.wrap(key(fingerprint));
    Optional<ByteBuffer> kept = log.get(key);
    if (kept.isEmpty()) {
      log.catchUp(); // it may have been written by another node just now
      kept = log.get(key);
    }
    Optional<Schema> schema = kept.flatMap(LoggedWriterSchemas::parse);
    schema.ifPresent(found -> remember(fingerprint, found));
    return schema;
  }

  private static Optional<Schema> parse(ByteBuffer value) {
    try {
      String json = StandardCharsets.UTF_8.decode(value.duplicate()).toString();
      return TopicSchemaJson.schema(JSON.readTree(json).path("schema"));
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private void remember(long fingerprint, Schema schema) {
    if (cache.size() >= MOST_CACHED) {
      cache.clear();
    }
    cache.put(fingerprint, schema);
  }

  private static byte[] key(long fingerprint) {
    return TopicSchemaJson.bytes(
        JSON.createObjectNode().put("writer", HexFormat.of().toHexDigits(fingerprint)));
  }

  private static byte[] fingerprinted(Schema schema) {
    byte[] digest;
    try {
      digest =
          MessageDigest.getInstance("SHA-256")
              .digest(schema.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
    byte[] prefix = new byte[PREFIX_BYTES];
    System.arraycopy(MAGIC, 0, prefix, 0, MAGIC.length);
    System.arraycopy(digest, 0, prefix, MAGIC.length, FINGERPRINT_BYTES);
    return prefix;
  }

  private static long fingerprint(byte[] array, int from) {
    return ByteBuffer.wrap(array, from + MAGIC.length, FINGERPRINT_BYTES).getLong();
  }
}
