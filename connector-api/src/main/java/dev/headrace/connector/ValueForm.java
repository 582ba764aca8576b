package dev.headrace.connector;

/**
 * In which form a sink takes keys and values. The runtime brings each record into this form before
 * the sink sees it; a record that cannot be brought into it is refused and never reaches the sink.
 */
public enum ValueForm {
  /**
   * What lies in the topic, as {@code value.format} and {@code key.format} name it, and nothing is
   * looked at: {@link Value.Json} for {@code json} and {@code json-envelope} (the whole envelope),
   * {@link Value.Text} for {@code text}, {@link Value.Bytes} for {@code bytes} and {@code avro}.
   */
  AS_STORED,
  /**
   * Always {@link Value.Json}, whatever the format in the topic is, and checked to be one JSON
   * text: text becomes a string, bytes one in base64, typed data plain JSON.
   */
  JSON,
  /**
   * Always {@link Value.Datum}. A value is an Avro record whose fields are the columns: data
   * without a schema of its own (JSON) takes the topic's schema, declared by the source that wrote
   * it, pinned by the user, or else inferred from the data, widening as the data shows more. A new
   * {@link org.apache.avro.Schema} object means that the schema may have changed; within a task it
   * stays the same object as long as it is the same schema. A key is a datum of any schema, a
   * simple one included.
   */
  COLUMNS
}
