package dev.headrace.connector.testing;

import dev.headrace.connector.Output;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keeps all that a reader emits. Used by one thread. */
public final class CollectingOutput<P extends Record> implements Output<P> {

  /** A position, and how many records and rejects were emitted before it. */
  public record Covered<P extends Record>(P position, int records, int rejects) {}

  /** Something that was no record. */
  public record Rejected(Raw raw, Reason why) {}

  private final int enough;
  private final List<SourceRecord> records = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final List<Covered<P>> positions = new ArrayList<>();
  private int enoughAt;

  private CollectingOutput(int enough) {
    this.enough = enough;
    this.enoughAt = enough;
  }

  /** Is never full. */
  public static <P extends Record> CollectingOutput<P> unlimited() {
    return new CollectingOutput<>(Integer.MAX_VALUE);
  }

  /** Is full after so many records or rejects, until {@link #drained()}. */
  public static <P extends Record> CollectingOutput<P> fullAfter(int records) {
    return new CollectingOutput<>(records);
  }

  /** Makes room for as many as at first; what was collected stays. */
  public void drained() {
    enoughAt = emitted() + Math.min(enough, Integer.MAX_VALUE - emitted());
  }

  public List<SourceRecord> records() {
    return List.copyOf(records);
  }

  /** The values of the records as UTF-8 text. */
  public List<String> texts() {
    return records.stream().map(Texts::of).toList();
  }

  public List<Rejected> rejected() {
    return List.copyOf(rejected);
  }

  public List<Covered<P>> positions() {
    return List.copyOf(positions);
  }

  public Optional<P> lastPosition() {
    return positions.isEmpty() ? Optional.empty() : Optional.of(positions.getLast().position());
  }

  /** How many records and rejects there are. */
  public int emitted() {
    return records.size() + rejected.size();
  }

  @Override
  public void bytes(byte[] buffer, int from, int length) {
    records.add(SourceRecord.of(new Value.Bytes(Arrays.copyOfRange(buffer, from, from + length))));
  }

  @Override
  public void json(byte[] buffer, int from, int length) {
    records.add(SourceRecord.of(Value.Json.of(Arrays.copyOfRange(buffer, from, from + length))));
  }

  @Override
  public void record(SourceRecord record) {
    records.add(record);
  }

  @Override
  public void reject(Raw raw, Reason why) {
    rejected.add(new Rejected(raw, why));
  }

  @Override
  public void position(P covers) {
    positions.add(new Covered<>(covers, records.size(), rejected.size()));
  }

  @Override
  public boolean full() {
    return emitted() >= enoughAt;
  }
}
