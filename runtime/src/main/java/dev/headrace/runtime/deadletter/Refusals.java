package dev.headrace.runtime.deadletter;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.ErrorPolicy.DeadLetterTopic;
import dev.headrace.runtime.log.LogException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the records that a task refuses, by {@code errors.tolerance} and {@code
 * errors.deadletterqueue.*}. The task's thread only.
 */
public final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Refuser refuser;
  private final ErrorPolicy policy;
  private final InstantSource clock;
  private final RefusalLog log;
  private final Outbox outbox;
  private final HeldLetters held = new HeldLetters();
  private Optional<ConnectorException> failure = Optional.empty();
  private Optional<Refusal.Last> last = Optional.empty();
  private long count;

  /** Takes letters for the open transaction of the task. */
  @FunctionalInterface
  public interface Outbox {
    void add(String topic, Letter letter);
  }

  /**
   * @param log where refusals are told to the people who run the node
   */
  public Refusals(
      Refuser refuser, ErrorPolicy policy, InstantSource clock, RefusalLog log, Outbox outbox) {
    this.refuser = refuser;
    this.policy = policy;
    this.clock = clock;
    this.log = log;
    this.outbox = outbox;
  }

  /** Takes note of a refused record; when it is not tolerated, {@link #check()} will throw. */
  public void refuse(Refusal refusal) {
    if (policy.tolerance() == ErrorPolicy.Tolerance.NONE) {
      failure = failure.or(() -> Optional.of(stopsAt(refusal)));
      return;
    }
    count++;
    last = Optional.of(refusal.last(clock.millis()));
    log.tell(refusal);
    policy.deadLetters().ifPresent(topic -> bury(topic, refusal));
  }

  /**
   * Refuses a record that the log does not take. When it is a dead letter itself, less of it is
   * kept.
   *
   * @throws LogException.TooLarge when the topic of dead letters does not take even that
   */
  public void tooLarge(String topic, Letter record, String why) {
    if (policy.deadLetters().map(DeadLetterTopic::name).equals(Optional.of(topic))) {
      if (!record.canBeCut()) {
        throw new LogException.TooLarge(why);
      }
      LOG.warn("task {}: a dead letter is too large for {} and is cut: {}", refuser, topic, why);
      outbox.add(topic, record.cut());
      return;
    }
    refuse(
        new Refusal(
            new Origin.AtSource(
                "a record of " + record.value().length() + " bytes for " + topic,
                Optional.of(topic)),
            Stage.KAFKA_PRODUCE,
            record.key(),
            record.value(),
            record.headers(),
            new Reason(
                "record.too-large",
                why,
                "Set max.message.bytes of the topic, or message.max.bytes of the log, to more."),
            Optional.empty()));
  }

  /** The next commit covers a partition's records below an offset: so it takes their letters. */
  public void covered(TopicPartition partition, long below) {
    policy
        .deadLetters()
        .ifPresent(topic -> held.take(partition, below).forEach(each -> add(topic, each)));
  }

  /** Whether the task must stop. */
  public boolean mustStop() {
    return failure.isPresent();
  }

  /** How many were refused and left out. */
  public long count() {
    return count;
  }

  /** The one that came last of those; empty before the first. */
  public Optional<Refusal.Last> last() {
    return last;
  }

  /**
   * @throws ConnectorException naming the first record that was refused and is not tolerated
   */
  public void check() throws ConnectorException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static ConnectorException stopsAt(Refusal refusal) {
    Reason why = refusal.why();
    return ConnectorException.wrongConfiguration(
        new Reason(
            why.code(),
            "stopped at " + refusal.origin().where() + ": " + why.what(),
            why.next()
                + " To leave such records out, set errors.tolerance=all, and"
                + " errors.deadletterqueue.topic.name to keep them in a topic."));
  }

  private void bury(DeadLetterTopic topic, Refusal refusal) {
    switch (refusal.origin()) {
      case Origin.InLog(TopicPartition partition, long offset, long timestampMillis) -> {
        held.hold(partition, offset, letter(refusal, timestampMillis, topic.context()));
        if (held.areTooMany()) {
          held.takeAll().forEach(each -> add(topic, each));
        }
      }
      case Origin.AtSource _ -> add(topic, letter(refusal, clock.millis(), topic.context()));
    }
  }

  private void add(DeadLetterTopic topic, Letter letter) {
    outbox.add(topic.name(), letter);
  }

  private Letter letter(Refusal refusal, long timestampMillis, ErrorPolicy.Context context) {
    List<RecordHeader> headers = new ArrayList<>();
    for (RecordHeader header : refusal.headers()) {
      headers.add(new RecordHeader(header.key(), copy(header.value())));
    }
    if (context == ErrorPolicy.Context.HEADERS) {
      headers.addAll(LetterHeaders.of(refusal, refuser));
    }
    return new Letter(timestampMillis, copy(refusal.key()), copy(refusal.value()), headers);
  }

  private static ByteSlice copy(ByteSlice bytes) {
    return bytes.isNull() ? ByteSlice.NULL : ByteSlice.of(bytes.toArray());
  }
}
