package dev.headrace.runtime.connector;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A run with an end: all sources are read, and then the sinks write what is there. */
final class ReadingOnce {

  private ReadingOnce() {}

  /** Waits until all connectors have come to their ends, sources first. */
  static Outcome await(List<Kept.Supervised> kept) throws InterruptedException {
    List<LiveConnector> all = kept.stream().map(Kept.Supervised::connector).toList();
    await(all.stream().filter(LiveConnector::isSource));
    all.stream().filter(connector -> !connector.isSource()).forEach(LiveConnector::finish);
    await(all.stream());
    return new Outcome(kept.stream().flatMap(ReadingOnce::failures).toList());
  }

  private static void await(Stream<LiveConnector> connectors) throws InterruptedException {
    try {
      CompletableFuture.allOf(
              connectors.map(LiveConnector::settled).toArray(CompletableFuture[]::new))
          .get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("settling does not fail", impossible);
    }
  }

  private static Stream<Outcome.Failed> failures(Kept.Supervised kept) {
    return kept.connector().failures().stream()
        .map(failure -> new Outcome.Failed(kept.config(), failure.kind(), failure.reason()))
        .distinct(); // tasks of one connector fail alike
  }
}
