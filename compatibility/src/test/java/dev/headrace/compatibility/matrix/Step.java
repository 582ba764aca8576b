package dev.headrace.compatibility.matrix;

/**
 * What a transactional producer asks for.
 *
 * @param version of the API
 */
record Step(Kind kind, int version) {

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

  @Override
  public String toString() {
    return kind + " v" + version;
  }
}
