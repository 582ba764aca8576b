package dev.headrace.runtime.format;

/** How typed data is put into JSON. */
enum JsonStyle {
  /** As {@link DatumJson} writes it: decimals as text, bytes in base64, times in ISO 8601. */
  PLAIN,
  /** As somebody wrote it, with a schema that was inferred from it: each type is its JSON kind. */
  FOUND,
  /** As the payload of Kafka Connect's envelope: its logical types are numbers and base64. */
  CONNECT
}
