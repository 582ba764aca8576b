package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connectors.http.client.Answer;
import dev.headrace.connectors.http.client.Ask;
import dev.headrace.connectors.http.client.Client;
import dev.headrace.connectors.http.client.HttpFailure;
import dev.headrace.connectors.http.client.Pace;
import dev.headrace.connectors.http.client.RetryAfter;
import dev.headrace.connectors.http.client.Urls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls one endpoint, page by page. Between two polls it holds no connection and no thread, and
 * while a page arrives nothing but the piece at hand.
 */
final class HttpReader implements SourceReader<PollPosition> {

  private static final Logger log = LoggerFactory.getLogger(HttpReader.class);

  /** A pause that is worth giving connections back for. */
  private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

  /** How often in a row a server may put us off until that is a failure to be seen. */
  private static final int MOST_PUT_OFFS = 5;

  /** How a server says that it does not know a page any more. */
  private static final Set<Integer> FORGOTTEN = Set.of(400, 404, 410, 422);

  private final HttpSourceSettings settings;
  private final SourceContext context;
  private final Client client;
  private final Paging paging;
  private final PageRequests requests;
  private final PageLoops loops;
  private final Pace pace;
  private final SourceClock clock;

  private State state = new State.Due();
  private PollPosition position;

  /** Whether the page under way was begun by a former reader. */
  private boolean resumed;

  private long pollBeganNanos;
  private int putOffs;

  private sealed interface State {
    /** The next thing is a request. */
    record Due() implements State {}

    /** An answer is being read. */
    record Reading(PageReading page) implements State {}

    /** There is nothing more to do. */
    record Ended() implements State {}
  }

  /** Takes over {@code client}. */
  HttpReader(
      HttpSourceSettings settings,
      Optional<PollPosition> position,
      SourceContext context,
      Client client,
      SourceClock clock) {
    this.settings = settings;
    this.context = context;
    this.client = client;
    this.clock = clock;
    this.paging = Pagings.of(settings, client);
    this.requests = new PageRequests(settings, paging);
    this.loops = new PageLoops(settings.maxPages(), paging);
    this.pace = new Pace(settings.requestsPerSecond(), clock.nanoTime());
    this.position =
        position.orElseGet(
            () -> PollPosition.first(settings.incremental().start().map(Marks::ofSetting)));
    this.resumed = position.filter(place -> !place.isPollStart()).isPresent();
    this.pollBeganNanos = clock.nanoTime().getAsLong();
  }

  @Override
  public Next read(Output<PollPosition> out) throws ConnectorException {
    return switch (state) {
      case State.Ended() -> Next.END;
      case State.Due() -> {
        Optional<Duration> pause = pace.pause();
        yield pause.isPresent() ? idle(pause.get()) : ask(out);
      }
      case State.Reading(PageReading page) -> read(page, out);
    };
  }

  @Override
  public void close() {
    closePage();
    client.close();
  }

  private Next idle(Duration pause) {
    if (pause.compareTo(LONG_PAUSE) > 0) {
      client.rest();
    }
    return new Next.Idle(pause);
  }

  private Next ask(Output<PollPosition> out) throws ConnectorException {
    if (position.isPollStart()) {
      pollBeganNanos = clock.nanoTime().getAsLong();
      loops.begin();
    }
    Ask ask = requests.ask(position);
    pace.asked();
    Answer answer;
    try {
      answer = client.ask(ask, settings.maxRedirects());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpFailure.interrupted(ask.uri(), stopped);
    }
    try {
      return take(answer, out);
    } catch (ConnectorException | RuntimeException failure) {
      closePage();
      close(answer);
      throw failure;
    }
  }

  private Next take(Answer answer, Output<PollPosition> out) throws ConnectorException {
    int status = answer.status();
    if (status == 204 || status == 205 || (status == 304 && position.isPollStart())) {
      close(answer);
      putOffs = 0;
      return endPoll(out, position.etag(), position.lastModified());
    }
    if (!answer.isSuccess()) {
      return refused(answer, out);
    }
    putOffs = 0;
    PageReading page = begin(answer);
    state = new State.Reading(page);
    return read(page, out);
  }

  private PageReading begin(Answer answer) throws ConnectorException {
    try {
      return new PageReading(settings, answer, Bodies.of(settings, answer, position), position);
    } catch (IOException failure) {
      throw HttpFailure.of(answer.uri(), failure);
    }
  }

  private Next read(PageReading page, Output<PollPosition> out) throws ConnectorException {
    try {
      return switch (page.emit(out)) {
        case FULL, WAITS -> goOn(page, out);
        case CHANGED -> readAgain(page);
        case ENDED -> endPage(page, out);
      };
    } catch (IOException failure) {
      throw HttpFailure.of(page.answer().uri(), failure);
    }
  }

  private Next goOn(PageReading page, Output<PollPosition> out) {
    reached(page);
    out.position(position);
    return Next.MORE;
  }

  private Next readAgain(PageReading page) {
    log.info(
        "{}: a page of {} has changed while it was read: reading it from its beginning",
        context.connectorName(),
        Urls.shown(page.answer().uri()));
    closePage();
    position = position.pageAgain();
    return Next.MORE;
  }

  private void reached(PageReading page) {
    position = position.read(page.records(), page.digest(), page.seen());
    if (page.isDamaged()) {
      position = position.damaged();
    }
  }

  private Next endPage(PageReading page, Output<PollPosition> out) throws ConnectorException {
    reached(page);
    resumed = false;
    Answer answer = page.answer();
    Optional<String> next = paging.next(page.end(position.page()));
    if (next.isPresent()) {
      loops.turn(answer.uri(), position.pages() + 1, position.page(), page.digest(), next.get());
      closePage();
      position = position.turned(next.get());
      out.position(position);
      return Next.MORE;
    }
    if (page.lacksMarks()) {
      log.warn(
          "{}: no record of {} has anything at {}: every poll asks for the same",
          context.connectorName(),
          Urls.shown(answer.uri()),
          settings.incremental().field().orElse(""));
    }
    closePage();
    return endPoll(out, answer.header("ETag"), answer.header("Last-Modified"));
  }

  private Next endPoll(
      Output<PollPosition> out, Optional<String> etag, Optional<String> lastModified) {
    position = position.ended(etag, lastModified);
    out.position(position);
    if (context.mode() == ReadMode.ONCE) {
      state = new State.Ended();
      client.rest();
      return Next.END;
    }
    long passedNanos = clock.nanoTime().getAsLong() - pollBeganNanos;
    pace.hold(settings.pollInterval().minusNanos(passedNanos));
    return pace.pause().map(this::idle).orElse(Next.MORE);
  }

  private Next refused(Answer answer, Output<PollPosition> out) throws ConnectorException {
    Optional<Duration> delay = RetryAfter.of(answer.headers(), clock.time().instant());
    boolean putOff =
        HttpFailure.isPassing(answer.status())
            && delay.filter(given -> given.compareTo(settings.maxRetryAfter()) <= 0).isPresent();
    if (putOff && putOffs < MOST_PUT_OFFS) {
      putOffs++;
      close(answer);
      pace.hold(delay.get());
      return pace.pause().map(this::idle).orElse(Next.MORE);
    }
    if (resumed && FORGOTTEN.contains(answer.status())) {
      log.info(
          "{}: {} does not know the page any more where reading ended: the poll begins anew",
          context.connectorName(),
          Urls.shown(answer.uri()));
      resumed = false;
      close(answer);
      position = position.pollAgain();
      out.position(position);
      return Next.MORE;
    }
    throw HttpFailure.ofStatus(answer, "`url`");
  }

  private void closePage() {
    if (state instanceof State.Reading(PageReading page)) {
      close(page.answer());
    }
    if (!(state instanceof State.Ended)) {
      state = new State.Due();
    }
  }

  private static void close(Answer answer) {
    try {
      answer.close();
    } catch (IOException failure) {
      URI uri = answer.uri();
      log.debug("Closing the answer of {} failed", Urls.shown(uri), failure);
    }
  }
}
