package dev.headrace.runtime.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * How Avro bytes name the schema that they were written by: they begin with {@code H1} and its
 * fingerprint, the first eight bytes of the SHA-256 of the schema's whole JSON. Avro's own
 * fingerprint would not do: it says nothing of logical types, so that a decimal would be read with
 * another's scale.
 *
 * <p>In {@link TopicSchemas#TOPIC} the key is {@code {"writer":"0123456789abcdef"}}, the value
 * {@code {"schema":{…}}}.
 */
public record WriterReference(long fingerprint) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MAGIC = {'H', '1'};

  /** How many bytes it takes. */
  public static final int BYTES = MAGIC.length + Long.BYTES;

  /** The one to {@code schema}. */
  static WriterReference to(Schema schema) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(schema.toString().getBytes(StandardCharsets.UTF_8));
      return new WriterReference(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** The one that these bytes begin with; empty when they begin with none. */
  public static Optional<WriterReference> at(byte[] array, int from, int length) {
    if (length < BYTES || array[from] != MAGIC[0] || array[from + 1] != MAGIC[1]) {
      return Optional.empty();
    }
    return Optional.of(
        new WriterReference(ByteBuffer.wrap(array, from + MAGIC.length, Long.BYTES).getLong()));
  }

  /** What bytes of the schema begin with. */
  byte[] prefix() {
    return ByteBuffer.allocate(BYTES).put(MAGIC).putLong(fingerprint).array();
  }

  /** The key under which the schema is kept. */
  public byte[] key() {
    return TopicSchemaJson.bytes(
        JSON.createObjectNode().put("writer", HexFormat.of().toHexDigits(fingerprint)));
  }

  /** What is kept under the key. */
  static byte[] value(Schema schema) {
    return TopicSchemaJson.bytes(
        JSON.createObjectNode().set("schema", TopicSchemaJson.tree(schema)));
  }

  /** The schema in what is kept under a key; empty when it is none of a writer. */
  public static Optional<Schema> schema(ByteBuffer value) {
    try {
      String json = StandardCharsets.UTF_8.decode(value.duplicate()).toString();
      return TopicSchemaJson.schema(JSON.readTree(json).path("schema"));
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }
}
