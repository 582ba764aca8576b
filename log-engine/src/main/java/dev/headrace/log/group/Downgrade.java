package dev.headrace.log.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a consumer group whose members all speak the classic protocol, when the last one
 * that did not has gone (KIP-848): the epoch is the generation, and each member has what it was to
 * come to.
 *
 * @param group with the same members, stable
 * @param end of the consumer group, to be stored before the new one
 */
public record Downgrade(Group group, List<GroupRecord> end) {

  public Downgrade {
    end = List.copyOf(end);
  }

  /** To be stored when the members go on as they are. */
  public List<GroupRecord> records() {
    return records(group.describe());
  }

  /**
   * To be stored when the members are asked to join again, to share what somebody has left: a
   * generation that none of them is in. Should the node stop before they have joined, they are
   * asked again, and nothing is left unread.
   */
  public List<GroupRecord> recordsForRejoining() {
    GroupMetadata stable = group.describe();
    return records(
        new GroupMetadata(
            stable.protocolType(), stable.generation() + 1, stable.formation(), stable.members()));
  }

  private List<GroupRecord> records(GroupMetadata metadata) {
    List<GroupRecord> records = new ArrayList<>(end);
    records.add(new GroupRecord.GroupStored(group.id(), Optional.of(metadata)));
    return records;
  }

  /**
   * @param successor without members
   */
  static Downgrade of(
      ConsumerEpochs epochs, ClassicMembers members, Group successor, long nowMillis) {
    List<Member> classic = new ArrayList<>();
    for (ConsumerSeat seat : epochs.seats().all()) {
      short version = seat.classic().orElseThrow().version();
      classic.add(Member.of(seat, members.assignment(seat.target()).write(version), nowMillis));
    }
    successor.takeOver(classic, epochs.epoch());
    return new Downgrade(successor, epochs.end());
  }
}
