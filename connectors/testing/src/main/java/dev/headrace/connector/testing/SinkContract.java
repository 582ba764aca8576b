package dev.headrace.connector.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Committed;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.connector.config.Definition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the runtime relies on in a sink. Inherit it, and say what a target is and how it is read.
 *
 * @param <C> the configuration
 */
public abstract class SinkContract<C extends Record> {

  private static final int RECORDS = 24;
  private static final int BATCH = 3;

  /** How many batches lie between two flushes. */
  private static final int FLUSH_EVERY = 2;

  private static final List<TopicPartition> PARTITIONS =
      List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1));

  /** A target of its own for each call. */
  public interface Target<C extends Record> {

    /** How it is written to. */
    C configuration();

    /** The values in it, as text; those of one partition in order. */
    List<String> stored() throws Exception;
  }

  /** The connector under test. */
  protected abstract SinkConnector<C> connector();

  /** A new and empty target. */
  protected abstract Target<C> newTarget() throws Exception;

  /** A value that the target takes, another one for each number. */
  protected String value(int number) {
    return "{\"number\":" + number + "}";
  }

  /**
   * The record of a number, in the form that the sink takes. What takes {@link ValueForm#COLUMNS}
   * overrides it, with the datum of which the target makes {@link #value}.
   */
  protected ListSinkBatch.Entry record(int number, ValueForm form) {
    String value = value(number);
    return switch (form) {
      case AS_STORED -> ListSinkBatch.Entry.of(value);
      case JSON -> ListSinkBatch.Entry.of(Value.Json.of(value.getBytes(StandardCharsets.UTF_8)));
      case COLUMNS ->
          throw new UnsupportedOperationException("override record(), to say what columns it has");
    };
  }

  @Test
  public void storesEachRecordOnceAndInOrder() throws Exception {
    // Given
    Target<C> target = newTarget();

    // When
    SinkDriver<C> driver = driver(target);
    driver.open();
    driver.deliver(RECORDS);
    driver.flush(FlushReason.STOP);
    driver.close();

    // Then
    assertStored(target, Guarantee.Level.EXACTLY_ONCE);
  }

  @Test
  public void goesOnBehindItsReceiptAfterAStop() throws Exception {
    // Given
    Target<C> target = newTarget();
    SinkDriver<C> driver = driver(target);

    // When
    for (int delivered = BATCH; delivered <= RECORDS; delivered += BATCH) {
      driver.open();
      driver.deliver(delivered);
      driver.flush(FlushReason.STOP);
      driver.close();
    }

    // Then
    assertStored(target, Guarantee.Level.EXACTLY_ONCE);
  }

  @Test
  public void keepsItsGuaranteeWhenItDiesBeforeAFlush() throws Exception {
    for (int diesAt = BATCH; diesAt <= RECORDS; diesAt += BATCH) {
      // Given
      Target<C> target = newTarget();
      SinkDriver<C> driver = driver(target);

      // When
      driver.open();
      driver.deliver(diesAt);
      driver.close();
      finish(driver);

      // Then
      assertStored(target, promised(target));
    }
  }

  @Test
  public void keepsItsGuaranteeWhenAFlushIsNotCommitted() throws Exception {
    for (FlushReason why : List.of(FlushReason.INTERVAL, FlushReason.STOP)) {
      for (int diesAt = BATCH; diesAt <= RECORDS; diesAt += BATCH) {
        // Given
        Target<C> target = newTarget();
        SinkDriver<C> driver = driver(target);

        // When
        driver.open();
        driver.deliver(diesAt);
        driver.flushWithoutCommit(why);
        driver.close();
        finish(driver);

        // Then
        assertStored(target, promised(target));
      }
    }
  }

  @Test
  public void keepsItsGuaranteeWhenItDiesAgainAndAgain() throws Exception {
    // Given
    Target<C> target = newTarget();
    SinkDriver<C> driver = driver(target);

    // When
    for (int diesAt = BATCH; diesAt <= RECORDS; diesAt += BATCH) {
      driver.open();
      driver.deliver(diesAt);
      driver.close();
    }
    finish(driver);

    // Then
    assertStored(target, promised(target));
  }

  @Test
  public void takesAllOnAStopAndKeepsReceiptsShort() throws Exception {
    // Given
    SinkDriver<C> driver = driver(newTarget());
    driver.open();
    driver.deliver(RECORDS);

    // When
    driver.flush(FlushReason.STOP);
    driver.close();

    // Then
    assertThat(driver.committed())
        .extracting(Committed::partition)
        .containsExactlyInAnyOrderElementsOf(PARTITIONS);
    assertThat(driver.committed())
        .allSatisfy(
            committed -> {
              assertThat(committed.nextOffset()).isEqualTo(RECORDS);
              assertThat(committed.receipt().orElse("").getBytes(StandardCharsets.UTF_8))
                  .hasSizeLessThanOrEqualTo(Committed.MAX_RECEIPT_BYTES);
            });
  }

  @Test
  public void closesWithoutHavingWritten() throws Exception {
    SinkDriver<C> driver = driver(newTarget());
    driver.open();
    driver.close();
  }

  @Test
  public void describesItselfAndItsSettings() throws Exception {
    C configuration = newTarget().configuration();
    assertThat(connector().name()).matches("[a-z][a-z0-9-]*");
    assertThat(connector().version()).isNotBlank();
    assertThat(connector().summary()).isNotBlank();
    assertThat(connector().guarantee(configuration).why()).isNotBlank();
    assertThat(connector().maxTasks(configuration)).isPositive();
    assertThat(Definition.of(connector().configuration()).settings()).isNotNull();
  }

  private SinkDriver<C> driver(Target<C> target) {
    ValueForm form = connector().valueForm(target.configuration());
    return new SinkDriver<>(
        connector(),
        target.configuration(),
        PARTITIONS,
        BATCH,
        FLUSH_EVERY,
        (partition, offset) -> record(number(partition, offset), form));
  }

  private static <C extends Record> void finish(SinkDriver<C> driver) throws Exception {
    driver.open();
    driver.deliver(RECORDS);
    driver.flush(FlushReason.STOP);
    driver.close();
  }

  private Guarantee.Level promised(Target<C> target) {
    return connector().guarantee(target.configuration()).level();
  }

  private void assertStored(Target<C> target, Guarantee.Level level) throws Exception {
    List<String> stored = target.stored();
    for (TopicPartition partition : PARTITIONS) {
      List<String> expected =
          IntStream.range(0, RECORDS).mapToObj(offset -> valueOf(partition, offset)).toList();
      List<String> found = stored.stream().filter(expected::contains).toList();
      switch (level) {
        case EXACTLY_ONCE -> assertThat(found).isEqualTo(expected);
        case AT_LEAST_ONCE -> assertThat(found).containsSubsequence(expected);
      }
    }
    if (level == Guarantee.Level.EXACTLY_ONCE) {
      assertThat(stored).hasSize(RECORDS * PARTITIONS.size());
    }
  }

  private String valueOf(TopicPartition partition, long offset) {
    return value(number(partition, offset));
  }

  private static int number(TopicPartition partition, long offset) {
    return partition.partition() * RECORDS + (int) offset;
  }
}
