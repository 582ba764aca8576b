package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connectors.http.Bound;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A webhook-source that is read as the runtime does. What is read is committed only when a test
 * says so. One thread reads, the test's.
 */
final class Receiving implements AutoCloseable {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  private final WebhookSettings settings;
  private final WebhookSource source;
  private final String connector;
  private final Semaphore woken = new Semaphore(0);
  private final CollectingOutput<WebhookPosition> output = CollectingOutput.unlimited();
  private final SourceReader<WebhookPosition> reader;

  Receiving(String... keysAndValues) throws ConnectorException {
    this("hooks", new Listeners(Duration.ofSeconds(1)), InstantSource.system(), keysAndValues);
  }

  Receiving(String connector, Listeners listeners, InstantSource clock, String... keysAndValues)
      throws ConnectorException {
    this.connector = connector;
    this.settings = settings(keysAndValues);
    this.source = new WebhookSource(clock, listeners);
    this.reader = source.open(settings, new Hook(settings.path()), Optional.empty(), new Waking());
  }

  static WebhookSettings settings(String... keysAndValues) {
    Map<String, String> given =
        new HashMap<>(Map.of("webhook.listen", "127.0.0.1:0", "path", "/hook"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      given.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Bound.to(WebhookSettings.class, given);
  }

  private final class Waking implements SourceContext {

    @Override
    public String connectorName() {
      return connector;
    }

    @Override
    public ReadMode mode() {
      return ReadMode.CONTINUOUS;
    }

    @Override
    public void wake() {
      woken.release();
    }
  }

  int port() {
    return ((WebhookReader) reader).port();
  }

  String url() {
    return "http://127.0.0.1:" + port() + settings.path();
  }

  /** Waits until something came, and reads all there is. */
  void awaitAndRead() throws Exception {
    awaitWake();
    woken.drainPermits();
    read();
  }

  /** Waits until one thing more has come. */
  void awaitWake() throws InterruptedException {
    if (!woken.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nothing came");
    }
  }

  void read() throws ConnectorException {
    Next next = Next.MORE;
    while (next instanceof Next.More) {
      next = reader.read(output);
    }
  }

  /** All that was read is durable. */
  void commit() throws ConnectorException {
    reader.committed(output.lastPosition().orElseThrow());
  }

  /** Sends a request, and reads and commits it when it gets that far. */
  HttpResponse<String> deliver(HttpRequest.Builder request) throws Exception {
    CompletableFuture<HttpResponse<String>> answer = send(request);
    while (!answer.isDone()) {
      if (woken.tryAcquire(5, TimeUnit.MILLISECONDS)) {
        read();
        commit();
      }
    }
    return answer.get();
  }

  HttpResponse<String> deliver(String body) throws Exception {
    return deliver(post(body));
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return HTTP.sendAsync(
        request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest.Builder post(String body) {
    return HttpRequest.newBuilder(URI.create(url()))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** What the runtime asks for when the source is paused. */
  AutoCloseable standIn() throws ConnectorException {
    return source.standIn(settings, new Waking());
  }

  List<SourceRecord> records() {
    return output.records();
  }

  List<String> texts() {
    return output.texts();
  }

  @Override
  public void close() {
    reader.close();
  }
}
