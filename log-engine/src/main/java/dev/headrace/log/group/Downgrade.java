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
 * @param records to be stored
 */
public record Downgrade(Group group, List<GroupRecord> records) {

  public Downgrade {
    records = List.copyOf(records);
  }

  /**
   * @param successor without members
   */
  static Downgrade of(
      String id, ConsumerEpochs epochs, ClassicMembers members, Group successor, long nowMillis) {
    List<Member> classic = new ArrayList<>();
    for (ConsumerSeat seat : epochs.seats().all()) {
      short version = seat.classic().orElseThrow().version();
      classic.add(Member.of(seat, members.assignment(seat.target()).write(version), nowMillis));
    }
    successor.takeOver(classic, epochs.epoch());
    List<GroupRecord> records = new ArrayList<>(epochs.end());
    records.add(new GroupRecord.GroupStored(id, Optional.of(successor.describe())));
    return new Downgrade(successor, records);
  }
}
