package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.SourceRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What stands behind a path: judges requests in the order that costs least, and puts them into the
 * inbox. The listener's thread only.
 */
final class Entrance {

  private final WebhookSettings settings;
  private final Inbox inbox;
  private final SenderCheck senders;
  private final Contents contents;

  Entrance(WebhookSettings settings, Inbox inbox, SenderCheck senders, Contents contents) {
    this.settings = settings;
    this.inbox = inbox;
    this.senders = senders;
    this.contents = contents;
  }

  WebhookSettings settings() {
    return settings;
  }

  Inbox inbox() {
    return inbox;
  }

  /**
   * Judges the head of a request.
   *
   * @param length the length that it announces; -1 for none
   * @return what to answer instead of reading the body
   */
  Optional<Reply> head(String method, Headers headers, long length) {
    if (!method.equals("POST")) {
      return Optional.of(
          Reply.error(
              405,
              "webhook.method",
              method + " is not for " + settings.path() + ".",
              "Send it by POST.",
              Map.of("Allow", "POST")));
    }
    switch (inbox.state()) {
      case OPEN -> {}
      case PAUSED -> {
        return Optional.of(Reply.paused());
      }
      case CLOSED -> {
        return Optional.of(Reply.later("This source is stopped."));
      }
    }
    if (length > settings.maxBodySize().bytes()) {
      return Optional.of(Reply.tooLong(settings.maxBodySize().bytes()));
    }
    boolean plain = headers.all("Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase);
    if (!plain) {
      return Optional.of(
          Reply.error(
              415, "webhook.compressed", "The body is compressed.", "Send it as it is.", Map.of()));
    }
    return senders.head(headers);
  }

  /**
   * Takes a whole request, whose bytes are reserved in the inbox.
   *
   * @param sender takes the answer when it is known, from any thread
   * @return the request; empty when it was answered at once, and its room is to be released
   */
  Optional<Received> body(Headers headers, byte[] body, Consumer<Reply> sender) {
    Optional<Reply> refusal = senders.body(headers, body);
    if (refusal.isPresent()) {
      sender.accept(refusal.get());
      return Optional.empty();
    }
    List<SourceRecord> records;
    try {
      records = contents.records(headers, body);
    } catch (Contents.Malformed malformed) {
      sender.accept(Reply.malformed(malformed.getMessage()));
      return Optional.empty();
    }
    Received received = new Received(records, body.length, sender);
    Optional<Reply> instead = inbox.offer(received);
    instead.ifPresent(received::answer);
    return instead.isPresent() ? Optional.empty() : Optional.of(received);
  }
}
