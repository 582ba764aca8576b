package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Plan;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes what others send to a path; the path is the one source partition. */
public final class WebhookSource
    implements SourceConnector<WebhookSettings, Hook, WebhookPosition> {

  private final InstantSource clock;
  private final Listeners listeners;

  /** For the service loader. */
  public WebhookSource() {
    this(InstantSource.system(), Listeners.SHARED);
  }

  WebhookSource(InstantSource clock, Listeners listeners) {
    this.clock = clock;
    this.listeners = listeners;
  }

  @Override
  public String name() {
    return "webhook-source";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String summary() {
    return "Takes what others send by HTTP, and answers when it is durable.";
  }

  @Override
  public Class<WebhookSettings> configuration() {
    return WebhookSettings.class;
  }

  @Override
  public Class<Hook> partition() {
    return Hook.class;
  }

  @Override
  public Class<WebhookPosition> position() {
    return WebhookPosition.class;
  }

  @Override
  public Guarantee guarantee(WebhookSettings settings) {
    return Guarantee.atLeastOnce(
        "a sender is told of success only when its records are durable; when it does not hear that,"
            + " it sends them again");
  }

  @Override
  public Plan<Hook> plan(
      WebhookSettings settings, Map<Hook, WebhookPosition> known, SourceContext context) {
    return Plan.fixed(List.of(new Hook(settings.path())));
  }

  @Override
  public SourceReader<WebhookPosition> open(
      WebhookSettings settings,
      Hook partition,
      Optional<WebhookPosition> position,
      SourceContext context)
      throws ConnectorException {
    Inbox inbox =
        new Inbox(
            context.connectorName(),
            settings.queueRecords(),
            settings.queueSize().bytes(),
            context::wake);
    return new WebhookReader(
        settings,
        context.mode(),
        position,
        inbox,
        listeners.take(settings, entrance(settings, inbox)));
  }

  /** Senders are told to come back: the port is kept while the source is paused. */
  @Override
  public AutoCloseable standIn(WebhookSettings settings, SourceContext context)
      throws ConnectorException {
    Inbox inbox = Inbox.paused(context.connectorName());
    return listeners.take(settings, entrance(settings, inbox))::release;
  }

  private Entrance entrance(WebhookSettings settings, Inbox inbox) {
    return new Entrance(
        settings, inbox, new SenderCheck(settings.auth(), clock), new Contents(settings));
  }
}
