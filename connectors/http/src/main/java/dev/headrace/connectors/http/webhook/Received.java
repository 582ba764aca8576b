package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.SourceRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A request whose sender waits. It is answered once, by whoever comes first: the commit, the time
 * limit, or the end of the source. May be used from any thread.
 */
final class Received {

  private final List<SourceRecord> records;
  private final long bytes;
  private final Consumer<Reply> sender;
  private final AtomicBoolean answered = new AtomicBoolean();

  /**
   * @param bytes what it takes of the room for what waits
   * @param sender takes the answer, from any thread
   */
  Received(List<SourceRecord> records, long bytes, Consumer<Reply> sender) {
    this.records = List.copyOf(records);
    this.bytes = bytes;
    this.sender = sender;
  }

  List<SourceRecord> records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  void answer(Reply reply) {
    if (answered.compareAndSet(false, true)) {
      sender.accept(reply);
    }
  }
}
