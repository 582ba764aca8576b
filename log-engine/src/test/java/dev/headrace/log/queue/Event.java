package dev.headrace.log.queue;

import java.util.List;
import java.util.OptionalLong;

/** Something that a client did, with all that it was told. */
sealed interface Event {

  /** Who did it: one thread, one thing after the other. */
  String process();

  /** The values that it was given, in the order in which it was given them. */
  List<Read> reads();

  /** The values that it wrote, in the order in which it wrote them. */
  List<Write> writes();

  /**
   * Values written as one, after values were read. A send outside of a transaction is one with a
   * single write.
   *
   * @param reads of committed records, before the end
   */
  record Sent(String process, Ending ending, List<Read> reads, List<Write> writes)
      implements Event {

    public Sent {
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
    }
  }

  /**
   * What a consumer was given at one time.
   *
   * @param isCommittedOnly whether it asked for committed records only
   * @param stretch rises when the consumer was put to another place: what was polled in one stretch
   *     belongs together
   */
  record Polled(String process, boolean isCommittedOnly, int stretch, List<Read> reads)
      implements Event {

    public Polled {
      reads = List.copyOf(reads);
    }

    @Override
    public List<Write> writes() {
      return List.of();
    }
  }

  /** How a sending ended, as far as the sender knows. */
  enum Ending {
    /** It was told that all is there. */
    COMMITTED,
    /** It never asked for it to be committed. */
    ABORTED,
    /** It asked, and was not told what became of it. */
    UNKNOWN
  }

  /** A value and where it was found. */
  record Read(int partition, long offset, long value) {

    Place place() {
      return new Place(partition, offset);
    }
  }

  /**
   * A value and where it went.
   *
   * @param offset empty when the sender was not told
   */
  record Write(int partition, long value, OptionalLong offset) {

    static Write at(int partition, long offset, long value) {
      return new Write(partition, value, OptionalLong.of(offset));
    }

    static Write somewhere(int partition, long value) {
      return new Write(partition, value, OptionalLong.empty());
    }
  }

  /** An offset of a partition. */
  record Place(int partition, long offset) {}
}
