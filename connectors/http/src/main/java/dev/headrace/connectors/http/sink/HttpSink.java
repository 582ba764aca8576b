package dev.headrace.connectors.http.sink;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.ValueForm;
import dev.headrace.connectors.http.client.Client;
import dev.headrace.connectors.http.client.NameLookup;
import dev.headrace.connectors.http.template.Template;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Sends the records of topics to an HTTP server. */
public final class HttpSink implements SinkConnector<HttpSinkSettings> {

  @Override
  public String name() {
    return "http-sink";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String summary() {
    return "Sends records to an HTTP server, one or several in a request.";
  }

  @Override
  public Class<HttpSinkSettings> configuration() {
    return HttpSinkSettings.class;
  }

  @Override
  public Guarantee guarantee(HttpSinkSettings settings) {
    return Guarantee.atLeastOnce(
        "an answer can be lost after the server has taken a record, which is then sent again; "
            + settings
                .idempotencyHeader()
                .map(name -> "the server can tell by the header " + name)
                .orElse("set `idempotency.header` to let the server tell"));
  }

  @Override
  public ValueForm valueForm(HttpSinkSettings settings) {
    return ValueForm.JSON;
  }

  @Override
  public ValueForm keyForm(HttpSinkSettings settings) {
    return SinkChecks.usesKeys(settings) ? ValueForm.JSON : ValueForm.AS_STORED;
  }

  @Override
  public SinkWriter open(HttpSinkSettings settings, List<Committed> committed, SinkContext context)
      throws ConnectorException {
    Map<String, String> fixed = new HashMap<>();
    Map<String, Template> changing = new HashMap<>();
    settings
        .connection()
        .headers()
        .forEach(
            (name, value) -> {
              Template template = Template.parse(value);
              if (template.placeholders().findAny().isPresent()) {
                changing.put(name, template);
              } else {
                fixed.put(name, template.fill(_ -> ""));
              }
            });
    URI home = URI.create(Template.parse(settings.url().trim()).fill(_ -> "0"));
    Client client = new Client(home, settings.connection().withHeaders(fixed), NameLookup.SYSTEM);
    Delivering delivering =
        new Delivering(
            settings,
            client,
            new Requests(settings, context),
            new Backoff(settings.retryBackoff(), RandomGenerator.getDefault()),
            InstantSource.system());
    return new HttpSinkWriter(
        settings, home, new Messages(settings, changing), delivering, committed);
  }
}
