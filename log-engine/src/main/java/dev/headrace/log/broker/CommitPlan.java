package dev.headrace.log.broker;

import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.transaction.ProducerEpoch;
import java.util.List;

/** How a commit is written, decided before its turn comes. */
sealed interface CommitPlan {

  /** There is nothing to write; it only keeps its place in the order. */
  record Nothing() implements CommitPlan {}

  /** One batch is atomic by itself: a plain append, one flush, no markers. */
  record Plain(Staged batch, List<GroupOffsets.Staged> offsets) implements CommitPlan {}

  /** A transaction under an epoch of its own. */
  record Transaction(
      ProducerEpoch producer, List<Staged> batches, List<GroupOffsets.Staged> offsets)
      implements CommitPlan {}

  /** What becomes the groups' once it is committed. */
  default List<GroupOffsets.Staged> committedOffsets() {
    return switch (this) {
      case Nothing _ -> List.of();
      case Plain plain -> plain.offsets();
      case Transaction transaction -> transaction.offsets();
    };
  }
}
