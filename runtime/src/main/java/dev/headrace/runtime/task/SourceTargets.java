package dev.headrace.runtime.task;

import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.format.Encoding;
import dev.headrace.runtime.format.Encodings;
import dev.headrace.runtime.format.FormatException;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSide;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The topics that a source task writes to, and how. The task's thread only. */
final class SourceTargets {

  private final Outbox outbox;
  private final Formats formats;
  private final Encodings encodings;
  private final Map<String, Target> targets = new HashMap<>();

  SourceTargets(Outbox outbox, Formats formats, Encodings encodings) {
    this.outbox = outbox;
    this.formats = formats;
    this.encodings = encodings;
  }

  /**
   * A topic, which is created when it does not exist.
   *
   * @throws dev.headrace.runtime.log.LogException when the log refuses it
   */
  Target of(String topic) {
    return targets.computeIfAbsent(topic, this::open);
  }

  private Target open(String topic) {
    return new Target(
        outbox.topic(topic),
        encodings.of(formats.key(), new TopicSide(topic, Side.KEY)),
        encodings.of(formats.value(), new TopicSide(topic, Side.VALUE)));
  }

  /**
   * One topic.
   *
   * @param batches open ones
   */
  record Target(TopicBatches batches, Encoding keyEncoding, Encoding valueEncoding) {

    ByteSlice key(Optional<Value> key) throws FormatException {
      return encode(keyEncoding, key);
    }

    ByteSlice value(Optional<Value> value) throws FormatException {
      return encode(valueEncoding, value);
    }

    private static ByteSlice encode(Encoding encoding, Optional<Value> value)
        throws FormatException {
      return value.isEmpty() ? ByteSlice.NULL : encoding.encode(value.get());
    }
  }
}
