package dev.headrace.log.group;

import dev.headrace.log.group.ConsumerOutcome.Refused;
import java.util.Optional;

/** Whose heartbeat is taken. Belongs to its group's thread. */
final class ConsumerAdmission {

  private final ConsumerSeats seats;
  private final GroupLimits limits;

  ConsumerAdmission(ConsumerSeats seats, GroupLimits limits) {
    this.seats = seats;
    this.limits = limits;
  }

  /** What speaks against a heartbeat; empty when it is taken. */
  Optional<Refused> refuse(ConsumerHeartbeat heartbeat) {
    return refuseSize(heartbeat)
        .or(
            () ->
                heartbeat.instanceId().isPresent()
                    ? refuseInstance(heartbeat, heartbeat.instanceId().get())
                    : refuseMember(heartbeat));
  }

  private Optional<Refused> refuseSize(ConsumerHeartbeat heartbeat) {
    if (!heartbeat.isStorable()) {
      return refused(GroupError.INVALID_REQUEST, "a name is longer than can be stored");
    }
    Optional<ConsumerSeat> present =
        heartbeat
            .instanceId()
            .flatMap(seats::findInstance)
            .or(() -> seats.find(heartbeat.memberId()));
    if (heartbeat.joins() && present.isEmpty() && seats.size() >= limits.maxMembers()) {
      return refused(
          GroupError.GROUP_MAX_SIZE_REACHED, "the group has " + seats.size() + " members already");
    }
    int before = present.flatMap(ConsumerSeat::member).map(ConsumerMember::sizeInBytes).orElse(0);
    int added = ConsumerMember.of(heartbeat).sizeInBytes() - before;
    return added > 0 && seats.sizeInBytes() + added > limits.maxMetadataBytes()
        ? refused(
            GroupError.GROUP_MAX_SIZE_REACHED,
            "the subscriptions of the group come to more than "
                + limits.maxMetadataBytes()
                + " bytes")
        : Optional.empty();
  }

  private Optional<Refused> refuseInstance(ConsumerHeartbeat heartbeat, String instanceId) {
    Optional<ConsumerSeat> holder = seats.findInstance(instanceId);
    if (heartbeat.joins()) {
      return holder
          .filter(
              it ->
                  it.classic().isEmpty()
                      && !it.current().isPaused()
                      && !it.id().equals(heartbeat.memberId()))
          .flatMap(
              it ->
                  refused(
                      GroupError.UNRELEASED_INSTANCE_ID,
                      "group.instance.id " + instanceId + " is in use by member " + it.id()));
    }
    if (holder.isPresent() && !holder.get().id().equals(heartbeat.memberId())) {
      return refused(
          GroupError.FENCED_INSTANCE_ID,
          "group.instance.id " + instanceId + " was taken by member " + holder.get().id());
    }
    return refuseMember(heartbeat);
  }

  private Optional<Refused> refuseMember(ConsumerHeartbeat heartbeat) {
    if (heartbeat.joins()) {
      return Optional.empty();
    }
    Optional<ConsumerSeat> seat = seats.find(heartbeat.memberId());
    if (seat.isEmpty()) {
      return refused(
          GroupError.UNKNOWN_MEMBER_ID, "no member " + heartbeat.memberId() + " is in the group");
    }
    CurrentAssignment current = seat.get().current();
    boolean lives =
        heartbeat.memberEpoch() < 0 || current.accepts(heartbeat.memberEpoch(), heartbeat.owned());
    return lives
        ? Optional.empty()
        : refused(
            GroupError.FENCED_MEMBER_EPOCH,
            "the member speaks of epoch "
                + heartbeat.memberEpoch()
                + ", and is in epoch "
                + current.epoch()
                + "; it must give up its partitions and join again");
  }

  private static Optional<Refused> refused(GroupError error, String message) {
    return Optional.of(new Refused(error, message));
  }
}
