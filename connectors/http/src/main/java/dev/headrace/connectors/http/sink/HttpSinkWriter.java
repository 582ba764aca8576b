package dev.headrace.connectors.http.sink;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.Slice;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connectors.http.client.HttpFailure;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends each batch and waits for all its answers: what was taken is with the server when {@link
 * #write} comes back, so a flush has nothing left to do.
 */
final class HttpSinkWriter implements SinkWriter {

  private final HttpSinkSettings settings;
  private final URI home;
  private final Messages messages;
  private final Delivering delivering;
  private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();

  HttpSinkWriter(
      HttpSinkSettings settings,
      URI home,
      Messages messages,
      Delivering delivering,
      List<Committed> committed) {
    this.settings = settings;
    this.home = home;
    this.messages = messages;
    this.delivering = delivering;
    committed.forEach(place -> nextOffsets.put(place.partition(), place.nextOffset()));
  }

  @Override
  public List<Refused> write(SinkBatch batch) throws ConnectorException {
    List<Refused> refused = new ArrayList<>();
    Map<Integer, Lane> lanes = new LinkedHashMap<>();
    long nextOffset = nextOffsets.getOrDefault(batch.partition(), 0L);
    while (batch.next()) {
      nextOffset = batch.offset() + 1;
      switch (messages.of(batch)) {
        case Messages.Made.Sent(Message message) ->
            lanes
                .computeIfAbsent(
                    lane(batch.keyBytes()), _ -> new Lane(settings.batch(), System.nanoTime()))
                .add(message);
        case Messages.Made.Unfit(var why) -> refused.add(new Refused(batch.offset(), why));
        case Messages.Made.Skipped() -> {}
      }
    }
    lanes.values().forEach(Lane::seal);
    refused.addAll(send(batch.partition(), lanes));
    nextOffsets.put(batch.partition(), nextOffset);
    return refused;
  }

  private List<Refused> send(TopicPartition partition, Map<Integer, Lane> lanes)
      throws ConnectorException {
    try {
      return new Dispatch(delivering, partition, lanes.values()).run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpFailure.interrupted(home, stopped);
    }
  }

  /** Records of one key share a lane, and so do all that have none. */
  private int lane(Slice key) {
    if (key.isNull()) {
      return 0;
    }
    int hash = 1;
    for (int i = key.from(); i < key.from() + key.length(); i++) {
      hash = 31 * hash + key.array()[i];
    }
    return Math.floorMod(hash, settings.concurrency());
  }

  @Override
  public List<Committed> flush(FlushReason why) {
    return nextOffsets.entrySet().stream()
        .map(place -> new Committed(place.getKey(), place.getValue(), Optional.empty()))
        .toList();
  }

  @Override
  public void close() {
    delivering.client().close();
  }
}
