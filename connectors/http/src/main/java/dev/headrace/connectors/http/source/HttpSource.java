package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Plan;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connectors.http.client.Client;
import dev.headrace.connectors.http.client.NameLookup;
import dev.headrace.connectors.http.source.HttpSourceSettings.Pagination;
import dev.headrace.connectors.http.template.Template;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Polls an HTTP endpoint, page by page; the endpoint is the one source partition. */
public final class HttpSource
    implements SourceConnector<HttpSourceSettings, Endpoint, PollPosition> {

  private final NameLookup lookup;
  private final SourceClock clock;

  /** For the service loader. */
  public HttpSource() {
    this(NameLookup.SYSTEM, SourceClock.SYSTEM);
  }

  HttpSource(NameLookup lookup, SourceClock clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "http-source";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String summary() {
    return "Polls an HTTP endpoint, page by page, and emits the records of its answers.";
  }

  @Override
  public Class<HttpSourceSettings> configuration() {
    return HttpSourceSettings.class;
  }

  @Override
  public Class<Endpoint> partition() {
    return Endpoint.class;
  }

  @Override
  public Class<PollPosition> position() {
    return PollPosition.class;
  }

  @Override
  public Guarantee guarantee(HttpSourceSettings settings) {
    if (settings.incremental().field().isPresent()) {
      return Guarantee.atLeastOnce(
          "records and position are committed in one transaction, but most servers answer the"
              + " record that a poll asks from once more");
    }
    return switch (settings.pagination()) {
      case Pagination.None() ->
          Guarantee.exactlyOnce(
              "each answer and the position behind it are committed in one transaction; an answer"
                  + " that changed while it was read is a new one");
      case Pagination.Link(), Pagination.Cursor _ ->
          Guarantee.exactlyOnce(
              "each page and the position behind it are committed in one transaction, and a page"
                  + " that was read in part is known again by its records");
      case Pagination.Page _, Pagination.Offset _ ->
          Guarantee.atLeastOnce(
              "records and position are committed in one transaction, but what the server inserts"
                  + " while it is read moves records from one page to the next");
    };
  }

  @Override
  public Plan<Endpoint> plan(
      HttpSourceSettings settings, Map<Endpoint, PollPosition> known, SourceContext context) {
    return Plan.fixed(List.of(new Endpoint(settings.url())));
  }

  @Override
  public SourceReader<PollPosition> open(
      HttpSourceSettings settings,
      Endpoint partition,
      Optional<PollPosition> position,
      SourceContext context)
      throws ConnectorException {
    URI home = URI.create(Template.parse(settings.url().trim()).fill(_ -> "0"));
    Client client = new Client(home, settings.connection(), lookup);
    return new HttpReader(settings, position, context, client, clock);
  }
}
