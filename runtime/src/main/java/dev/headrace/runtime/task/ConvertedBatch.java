package dev.headrace.runtime.task;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.runtime.deadletter.Stage;
import dev.headrace.runtime.format.Conversion;
import dev.headrace.runtime.format.Conversions;
import dev.headrace.runtime.format.FormatException;
import dev.headrace.runtime.log.LogBatch;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSide;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of a stretch in the form that a sink takes. All of it is converted before the
 * sink sees any of it, so that its schema is known, and durable, by then. Nothing is done for what
 * a sink takes as it is stored. The task's thread only.
 */
final class ConvertedBatch {

  /** What is kept of a stretch in its stored size; what is beyond is converted once more. */
  private static final long KEPT_BYTES = 4L << 20;

  private final SinkForms forms;
  private final Conversions conversions;
  private final RecordCursor cursor = new RecordCursor();
  private final Slice slice = new Slice();
  private final Map<String, Topic> topics = new HashMap<>();
  private final List<Converted> kept = new ArrayList<>();
  private final List<Unfit> unfit = new ArrayList<>();
  private @Nullable Stretch stretch;
  private @Nullable Topic topic;

  /** The conversions of one topic; absent for what is taken as it is stored. */
  private record Topic(Optional<Conversion> key, Optional<Conversion> value) {}

  /** A record's key and value; absent in a tombstone, and for what is taken as it is stored. */
  private record Converted(Optional<Value> key, Optional<Value> value) {}

  /** A record that has no such form. */
  record Unfit(long offset, Stage stage, FormatException cause) {
    Reason why() {
      return cause.reason();
    }
  }

  ConvertedBatch(SinkForms forms, Conversions conversions) {
    this.forms = forms;
    this.conversions = conversions;
  }

  /** Converts a stretch, unless it is the one that was converted last. */
  @SuppressWarnings("ReferenceEquality") // the same batches again are other bytes
  void open(Stretch newStretch) {
    if (forms.areAsStored() || stretch == newStretch) {
      return;
    }
    Topic of = topics.computeIfAbsent(newStretch.partition().topic(), this::topic);
    topic = of;
    stretch = newStretch;
    of.key().ifPresent(Conversion::begin);
    of.value().ifPresent(Conversion::begin);
    do {
      convert(newStretch, of);
    } while (widened(of));
  }

  /** The first record in a range of offsets that cannot be converted. */
  Optional<Unfit> firstUnfit(long from, long to) {
    return unfit.stream().filter(one -> one.offset() >= from && one.offset() < to).findFirst();
  }

  /**
   * The value of a record that can be converted.
   *
   * @param index of the record in the stretch, from 0
   */
  Optional<Value> value(int index, Slice stored) {
    return forms.value() == ValueForm.AS_STORED
        ? asStored(stored, Side.VALUE)
        : index < kept.size() ? kept.get(index).value() : again(stored, Side.VALUE);
  }

  /** The same for the key. */
  Optional<Value> key(int index, Slice stored) {
    return forms.key() == ValueForm.AS_STORED
        ? asStored(stored, Side.KEY)
        : index < kept.size() ? kept.get(index).key() : again(stored, Side.KEY);
  }

  private Optional<Value> asStored(Slice stored, Side side) {
    return stored.isNull()
        ? Optional.empty()
        : Optional.of(
            Conversions.asStored(
                side == Side.KEY ? forms.formats().key() : forms.formats().value(), stored));
  }

  private Optional<Value> again(Slice stored, Side side) {
    Topic of = topic;
    if (of == null) {
      throw new IllegalStateException("no batch is open");
    }
    try {
      return convert(side == Side.KEY ? of.key() : of.value(), stored);
    } catch (FormatException impossible) {
      throw new IllegalStateException("it could be converted before", impossible);
    }
  }

  private Topic topic(String name) {
    return new Topic(
        conversion(forms.key(), new TopicSide(name, Side.KEY)),
        conversion(forms.value(), new TopicSide(name, Side.VALUE)));
  }

  private Optional<Conversion> conversion(ValueForm form, TopicSide of) {
    return form == ValueForm.AS_STORED
        ? Optional.empty()
        : Optional.of(
            conversions.of(
                of.side() == Side.KEY ? forms.formats().key() : forms.formats().value(), form, of));
  }

  private void convert(Stretch of, Topic by) {
    kept.clear();
    unfit.clear();
    long bytes = 0;
    for (LogBatch batch : of.batches()) {
      bytes = convert(batch, by, bytes);
    }
  }

  /**
   * Converts one batch of a stretch.
   *
   * @param bytesBefore the size of what was converted of the stretch before
   * @return the same with this batch
   */
  private long convert(LogBatch batch, Topic by, long bytesBefore) {
    long bytes = bytesBefore;
    cursor.open(batch.batch());
    while (cursor.next()) {
      Converted converted = NOTHING;
      if (cursor.offset() >= batch.from()) {
        converted = convert(by);
        bytes += Math.max(0, cursor.valueLength()) + Math.max(0, cursor.keyLength());
      }
      if (bytes <= KEPT_BYTES) {
        kept.add(converted);
      }
    }
    return bytes;
  }

  private static final Converted NOTHING = new Converted(Optional.empty(), Optional.empty());

  private Converted convert(Topic by) {
    Stage stage = Stage.KEY_CONVERTER;
    try {
      Optional<Value> key =
          convert(by.key(), slice.set(cursor.array(), cursor.keyFrom(), cursor.keyLength()));
      stage = Stage.VALUE_CONVERTER;
      return new Converted(
          key,
          convert(by.value(), slice.set(cursor.array(), cursor.valueFrom(), cursor.valueLength())));
    } catch (FormatException cause) {
      unfit.add(new Unfit(cursor.offset(), stage, cause));
      return NOTHING;
    }
  }

  private static Optional<Value> convert(Optional<Conversion> conversion, Slice stored)
      throws FormatException {
    return conversion.isEmpty() || stored.isNull()
        ? Optional.empty()
        : conversion.get().convert(stored);
  }

  private static boolean widened(Topic of) {
    boolean keys = of.key().isPresent() && of.key().get().widened();
    boolean values = of.value().isPresent() && of.value().get().widened();
    return keys || values;
  }
}
