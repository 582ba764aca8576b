package dev.headrace.log.transaction;

/**
 * Which version of transactions a client speaks: Kafka's feature {@code transaction.version}.
 *
 * @see <a href="https://cwiki.apache.org/confluence/x/B40ODg">KIP-890</a>
 */
public enum TransactionVersion {
  /** The epoch stays from one transaction to the next; partitions are added before written to. */
  V0(0),
  /** Each end of a transaction raises the epoch, so that nothing late can hit the next one. */
  V2(2);

  private final short level;

  TransactionVersion(int level) {
    this.level = (short) level;
  }

  public short level() {
    return level;
  }

  /** What a level that was written down means here. */
  static TransactionVersion ofLevel(short level) {
    return level >= V2.level ? V2 : V0;
  }
}
