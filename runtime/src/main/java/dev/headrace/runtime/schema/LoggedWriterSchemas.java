package dev.headrace.runtime.schema;

import dev.headrace.runtime.log.KeyedTopic;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** Writers' schemas in the topic that keeps schemas, under their {@link WriterReference}. */
final class LoggedWriterSchemas implements WriterSchemas {

  /** Beyond it they are looked up again: a topic with so many schemas has one a record. */
  private static final int MOST_CACHED = 10_000;

  private final KeyedTopic log;
  private final Map<WriterReference, Schema> cache = new ConcurrentHashMap<>();

  LoggedWriterSchemas(KeyedTopic log) {
    this.log = log;
  }

  @Override
  public byte[] prefix(Schema schema) {
    WriterReference reference = WriterReference.to(schema);
    if (!cache.containsKey(reference)) {
      log.change(
          reference.key(),
          kept -> kept.isPresent() ? Optional.empty() : Optional.of(WriterReference.value(schema)));
      remember(reference, schema);
    }
    return reference.prefix();
  }

  @Override
  public Optional<Written> find(byte[] array, int from, int length) {
    return WriterReference.at(array, from, length)
        .flatMap(this::schema)
        .map(schema -> new Written(schema, WriterReference.BYTES));
  }

  private Optional<Schema> schema(WriterReference reference) {
    return Optional.ofNullable(cache.get(reference)).or(() -> read(reference));
  }

  private Optional<Schema> read(WriterReference reference) {
    ByteBuffer key = ByteBuffer.wrap(reference.key());
    Optional<ByteBuffer> kept = log.get(key);
    if (kept.isEmpty()) {
      log.catchUp(); // it may have been written by another node just now
      kept = log.get(key);
    }
    Optional<Schema> schema = kept.flatMap(WriterReference::schema);
    schema.ifPresent(found -> remember(reference, found));
    return schema;
  }

  private void remember(WriterReference reference, Schema schema) {
    if (cache.size() >= MOST_CACHED) {
      cache.clear();
    }
    cache.put(reference, schema);
  }
}
