package dev.headrace.connectors.http.sink;

import java.util.List;

/**
 * Messages of one request, at least one.
 *
 * @param messages in order of their offsets
 */
record Delivery(List<Message> messages) {

  Delivery {
    messages = List.copyOf(messages);
  }

  Message first() {
    return messages.getFirst();
  }

  Message last() {
    return messages.getLast();
  }

  /** The first half; there are at least two messages. */
  Delivery firstHalf() {
    return new Delivery(messages.subList(0, messages.size() / 2));
  }

  /** The rest behind {@link #firstHalf()}. */
  Delivery secondHalf() {
    return new Delivery(messages.subList(messages.size() / 2, messages.size()));
  }
}
