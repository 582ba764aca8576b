package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Hands requests to the log, and answers them when they are durable: never before, for a sender
 * that was told so forgets.
 */
final class WebhookReader implements SourceReader<WebhookPosition> {

  private static final Next UNTIL_WOKEN = new Next.Idle(Duration.ofMinutes(1));

  private final WebhookSettings settings;
  private final ReadMode mode;
  private final Inbox inbox;
  private final Listeners.Place place;
  private final ArrayDeque<Emitted> emitted = new ArrayDeque<>();
  private long requests;

  /** A request whose records are on their way into the log. */
  private record Emitted(long number, Received received) {}

  /** Takes over {@code place}, where {@code inbox} is. */
  WebhookReader(
      WebhookSettings settings,
      ReadMode mode,
      Optional<WebhookPosition> position,
      Inbox inbox,
      Listeners.Place place) {
    this.settings = settings;
    this.mode = mode;
    this.inbox = inbox;
    this.place = place;
    this.requests = position.map(WebhookPosition::requests).orElse(0L);
  }

  /** The port that is listened on. */
  int port() {
    return place.port();
  }

  @Override
  public Next read(Output<WebhookPosition> out) {
    boolean any = false;
    while (!out.full()) {
      Optional<Received> next = inbox.poll();
      if (next.isEmpty()) {
        break;
      }
      next.get().records().forEach(out::record);
      requests++;
      emitted.add(new Emitted(requests, next.get()));
      any = true;
    }
    if (any) {
      out.position(new WebhookPosition(requests));
      return Next.MORE;
    }
    return mode == ReadMode.ONCE ? Next.END : UNTIL_WOKEN;
  }

  @Override
  public void committed(WebhookPosition position) {
    while (!emitted.isEmpty() && emitted.peek().number() <= position.requests()) {
      Received received = emitted.remove().received();
      received.answer(Reply.durable(settings.answerStatus(), received.records().size()));
    }
  }

  @Override
  public void close() {
    place.release();
    emitted.forEach(
        each -> each.received().answer(Reply.later("Whether it is durable is not known.")));
    emitted.clear();
  }
}
