package dev.headrace.connector.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.config.Definition;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the runtime relies on in a source. Inherit it, and say how the far side is filled.
 *
 * @param <C> the configuration
 * @param <K> names a source partition
 * @param <P> a place in a source partition
 */
public abstract class SourceContract<C extends Record, K extends Record, P extends Record> {

  private static final int RECORDS = 200;

  /** How many records may follow after {@code full()} turned true. */
  private static final int RECORDS_AFTER_FULL = 100;

  private static final Set<Type> SIMPLE =
      Set.of(
          int.class,
          long.class,
          double.class,
          boolean.class,
          String.class,
          Integer.class,
          Long.class,
          Double.class,
          Boolean.class);

  /** The connector under test. */
  protected abstract SourceConnector<C, K, P> connector();

  /**
   * Puts {@code count} different records into the far side, all in one source partition.
   *
   * @return the configuration to read them with, and their values as text, in order
   */
  protected abstract Filled<C> fill(int count) throws Exception;

  /** A far side that holds records. */
  public record Filled<C extends Record>(C configuration, List<String> values) {}

  @Test
  public void emitsEverythingOnceAndInOrder() throws Exception {
    // Given
    Filled<C> filled = fill(RECORDS);

    // When
    CollectingOutput<P> output = readAll(filled, CollectingOutput.unlimited());

    // Then
    assertThat(output.texts()).isEqualTo(filled.values());
    assertThat(output.rejected()).isEmpty();
  }

  @Test
  public void endsWhenThereIsNothing() throws Exception {
    assertThat(readAll(fill(0), CollectingOutput.unlimited()).texts()).isEmpty();
  }

  /**
   * A position that came in the same answer as the end belongs to another run: there a source may
   * also bring everything again.
   */
  @Test
  public void resumesFromEachPositionWithoutLossOrDuplicate() throws Exception {
    // Given
    Filled<C> filled = fill(RECORDS);
    SourceDriver<C, K, P> driver = driver(filled);
    K partition = onlyPartition(driver);
    CollectingOutput<P> whole = CollectingOutput.fullAfter(1);
    int beforeTheEnd = driver.readToEnd(partition, whole);

    for (int i = 0; i < whole.positions().size(); i++) {
      // When
      CollectingOutput.Covered<P> covered = whole.positions().get(i);
      CollectingOutput<P> rest =
          driver.readToEnd(
              partition, Optional.of(covered.position()), CollectingOutput.unlimited());

      // Then
      List<String> joined = new ArrayList<>(whole.texts().subList(0, covered.records()));
      joined.addAll(rest.texts());
      List<String> run = i >= beforeTheEnd && !rest.texts().isEmpty() ? rest.texts() : joined;
      assertThat(run).as("resumed at %s", covered.position()).isEqualTo(filled.values());
    }
  }

  @Test
  public void coversWhatItEmittedBeforeItReturns() throws Exception {
    // Given
    SourceDriver<C, K, P> driver = driver(fill(RECORDS));
    CollectingOutput<P> output = CollectingOutput.fullAfter(7);

    try (SourceReader<P> reader = driver.open(onlyPartition(driver), Optional.empty())) {
      Next next = Next.MORE;
      while (!(next instanceof Next.End)) {
        // When
        next = reader.read(output);

        // Then
        assertThat(output.positions().stream().mapToInt(CollectingOutput.Covered::records).max())
            .hasValue(output.records().size());
        output.drained();
      }
    }
  }

  @Test
  public void returnsSoonWhenTheOutputIsFull() throws Exception {
    // Given
    SourceDriver<C, K, P> driver = driver(fill(RECORDS));
    CollectingOutput<P> output = CollectingOutput.fullAfter(1);

    // When
    try (SourceReader<P> reader = driver.open(onlyPartition(driver), Optional.empty())) {
      reader.read(output);
    }

    // Then
    assertThat(output.emitted()).isLessThanOrEqualTo(1 + RECORDS_AFTER_FULL);
  }

  @Test
  public void plansTheSamePartitionsAgain() throws Exception {
    // Given
    SourceDriver<C, K, P> driver = driver(fill(1));

    // When
    List<K> partitions = driver.partitions();

    // Then
    assertThat(partitions).doesNotHaveDuplicates().isEqualTo(driver.partitions());
  }

  @Test
  public void closesWithoutHavingRead() throws Exception {
    SourceDriver<C, K, P> driver = driver(fill(1));
    driver.open(onlyPartition(driver), Optional.empty()).close();
  }

  @Test
  public void keepsPartitionsAndPositionsSimple() {
    for (Class<?> type : List.of(connector().partition(), connector().position())) {
      assertThat(type.getRecordComponents())
          .allSatisfy(component -> assertThat(isSimple(component)).as("%s", component).isTrue());
    }
  }

  @Test
  public void describesItselfAndItsSettings() {
    assertThat(connector().name()).matches("[a-z][a-z0-9-]*");
    assertThat(connector().version()).isNotBlank();
    assertThat(connector().summary()).isNotBlank();
    assertThat(Definition.of(connector().configuration()).settings()).isNotNull();
  }

  private CollectingOutput<P> readAll(Filled<C> filled, CollectingOutput<P> output)
      throws ConnectorException {
    SourceDriver<C, K, P> driver = driver(filled);
    for (K partition : driver.partitions()) {
      driver.readToEnd(partition, Optional.empty(), output);
    }
    return output;
  }

  private SourceDriver<C, K, P> driver(Filled<C> filled) {
    return new SourceDriver<>(connector(), filled.configuration());
  }

  private K onlyPartition(SourceDriver<C, K, P> driver) throws ConnectorException {
    List<K> partitions = driver.partitions();
    assertThat(partitions).hasSize(1);
    return partitions.getFirst();
  }

  private static boolean isSimple(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType generic
        ? generic.getRawType() == Optional.class
            && Arrays.stream(generic.getActualTypeArguments()).allMatch(SIMPLE::contains)
        : SIMPLE.contains(component.getType());
  }
}
