package dev.headrace.log.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from something that happened to a group.
 *
 * @param answers to be sent now
 * @param storing to be stored; what comes of it is told to {@link Group#stored} or {@link
 *     Group#notStored}
 */
public record Step(List<Answer> answers, Optional<Storing> storing) {

  static final Step NOTHING = new Step(List.of(), Optional.empty());

  public Step {
    answers = List.copyOf(answers);
  }

  /** A state of the group on its way to the log, and what waits for it. */
  public sealed interface Storing {

    GroupMetadata metadata();

    /** The leader's assignments: members get them when they cannot be lost any more. */
    record Assignments(GroupMetadata metadata) implements Storing {}

    /** A static member's new id, which the member gets when it cannot be lost any more. */
    record Replacement(GroupMetadata metadata, Answer.ToJoin answer) implements Storing {}

    /** The last member is gone; nobody waits. */
    record Emptied(GroupMetadata metadata) implements Storing {}
  }

  /** Gathers a step while it is taken. */
  static final class Draft {

    private final List<Answer> answers = new ArrayList<>();
    private Optional<Storing> storing = Optional.empty();

    void answer(Answer answer) {
      answers.add(answer);
    }

    void store(Storing what) {
      storing = Optional.of(what);
    }

    Step finish() {
      return answers.isEmpty() && storing.isEmpty() ? NOTHING : new Step(answers, storing);
    }
  }
}
