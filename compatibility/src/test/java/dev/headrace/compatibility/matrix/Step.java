package dev.headrace.compatibility.matrix;

/**
 * What a transactional producer asks for.
 *
 * @param version of the API
 */
record Step(Kind kind, int version) {

  /** From this version of EndTxn on, an end gives the producer its next epoch (KIP-890). */
  static final int VERSION_2 = 5;

  /** What can be asked for, and in which versions. */
  enum Kind {
    INIT(0, 5),
    GO_ON(3, 5),
    ADD(0, 3),
    ADD_OFFSETS(0, 4),
    PRODUCE(3, 13),
    COMMIT_OFFSET(0, 5),
    COMMIT(0, 5),
    ABORT(0, 5),
    /** A commit that a network has held up since the producer had another name. */
    LATE_COMMIT(0, 5),
    LATE_ABORT(0, 5);

    final int oldest;
    final int newest;

    Kind(int oldest, int newest) {
      this.oldest = oldest;
      this.newest = newest;
    }
  }

  boolean ends() {
    return kind == Kind.COMMIT || kind == Kind.ABORT;
  }

  /**
   * Whether Kafka takes a late end for the repetition of another, and says that all is well: it
   * goes by the epoch before the present one, even if an end of the older protocol, which changes
   * no epoch, was the last. The log here knows whose repetition it would be, and refuses it.
   */
  boolean isTakenForARepetition(int versionOfLastEnd) {
    boolean isLate = kind == Kind.LATE_COMMIT || kind == Kind.LATE_ABORT;
    return isLate && version >= VERSION_2 && versionOfLastEnd < VERSION_2;
  }

  @Override
  public String toString() {
    return kind + " v" + version;
  }
}
