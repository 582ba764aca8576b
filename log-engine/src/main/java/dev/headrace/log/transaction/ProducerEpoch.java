package dev.headrace.log.transaction;

/**
 * A producer as its batches and requests name it.
 *
 * @param producerId at least 0 for one that was named by a node
 * @param epoch likewise; a greater one fences all before it
 */
public record ProducerEpoch(long producerId, short epoch) {

  /** The last epoch that a producer is given; the one behind it is kept for ending its work. */
  public static final short LAST = Short.MAX_VALUE - 1;

  /** The first epoch of a new producer id. */
  public static ProducerEpoch firstOf(long producerId) {
    return new ProducerEpoch(producerId, (short) 0);
  }

  /** Whether the next one needs a new producer id. */
  public boolean isLast() {
    return epoch >= LAST;
  }

  /** The next epoch, even the one that no producer is given; the same when there is none. */
  ProducerEpoch raised() {
    return epoch == Short.MAX_VALUE ? this : new ProducerEpoch(producerId, (short) (epoch + 1));
  }
}
