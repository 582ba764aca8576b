package dev.headrace.log.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from something that happened to a consumer group. The group counts on it at once; if
 * it cannot be stored, the group must be restored as it was.
 *
 * @param records to be stored, before anybody is answered
 */
public record ConsumerStep(List<GroupRecord> records) {

  public ConsumerStep {
    records = List.copyOf(records);
  }

  /** A step with an answer to the member that caused it. */
  public record Answered(ConsumerOutcome outcome, ConsumerStep step) {}

  /** Likewise to a member that joined by the classic protocol. */
  public record Joined(JoinOutcome outcome, ConsumerStep step) {}

  /**
   * A step that members caused by going.
   *
   * @param outcomes of each in order: what was wrong, empty when it has gone
   */
  public record Departure(List<Optional<GroupError>> outcomes, ConsumerStep step) {

    public Departure {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Gathers a step while it is taken. */
  static final class Draft {

    private final List<GroupRecord> records = new ArrayList<>();

    void store(GroupRecord record) {
      records.add(record);
    }

    ConsumerStep finish() {
      return new ConsumerStep(records);
    }

    Answered answer(ConsumerOutcome outcome) {
      return new Answered(outcome, finish());
    }
  }
}
