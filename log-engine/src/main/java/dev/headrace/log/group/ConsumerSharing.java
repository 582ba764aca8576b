package dev.headrace.log.group;

import dev.headrace.log.group.assignor.Assignor;
import dev.headrace.log.group.assignor.Subscriber;
import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out when the partitions of a consumer group are to be shared out anew, and how. Belongs to
 * its group's thread.
 */
final class ConsumerSharing {

  private final ConsumerSeats seats;
  private final ConsumerTopics topics;
  private Optional<Basis> former = Optional.empty();
  private long formerVersion;

  /**
   * What a sharing follows from.
   *
   * @param subscriptions by member
   * @param partitions how many each topic has
   */
  private record Basis(Map<String, Set<UUID>> subscriptions, Map<UUID, Integer> partitions) {}

  ConsumerSharing(ConsumerSeats seats, ConsumerTopics topics) {
    this.seats = seats;
    this.topics = topics;
  }

  /** New targets of all members, since some have come, gone or changed their minds. */
  Map<String, Set<TopicIdPartition>> share() {
    formerVersion = topics.version();
    Basis basis = basis();
    former = Optional.of(basis);
    return share(basis);
  }

  /** New targets of all members if the topics are not what they were; else empty. */
  Optional<Map<String, Set<TopicIdPartition>>> shareIfTopicsChanged() {
    long version = topics.version();
    if (former.isPresent() && version == formerVersion) {
      return Optional.empty();
    }
    formerVersion = version;
    Optional<Basis> basis = Optional.of(basis());
    if (basis.equals(former)) {
      return Optional.empty();
    }
    former = basis;
    return basis.map(this::share).filter(this::differs);
  }

  private boolean differs(Map<String, Set<TopicIdPartition>> targets) {
    return seats.all().stream().anyMatch(seat -> !seat.target().equals(targets.get(seat.id())));
  }

  private Basis basis() {
    Map<String, Set<UUID>> subscriptions = new HashMap<>();
    Map<UUID, Integer> partitions = new HashMap<>();
    for (ConsumerSeat seat : seats.all()) {
      Set<UUID> subscribed = new HashSet<>();
      for (UUID topic : topicsOf(seat)) {
        topics
            .partitions(topic)
            .ifPresent(
                count -> {
                  subscribed.add(topic);
                  partitions.put(topic, count);
                });
      }
      subscriptions.put(seat.id(), subscribed);
    }
    return new Basis(subscriptions, partitions);
  }

  /** Those that it names and those that match; until that is known, those of which it has some. */
  Set<UUID> topicsOf(ConsumerSeat seat) {
    Set<UUID> found = new HashSet<>();
    seat.topics().forEach(name -> topics.idOf(name).ifPresent(found::add));
    seat.pattern()
        .ifPresent(
            pattern ->
                topics
                    .matching(pattern)
                    .ifPresentOrElse(
                        names -> names.forEach(name -> topics.idOf(name).ifPresent(found::add)),
                        () -> seat.target().forEach(it -> found.add(it.topicId()))));
    return found;
  }

  private Map<String, Set<TopicIdPartition>> share(Basis basis) {
    List<Subscriber> subscribers = new ArrayList<>();
    for (ConsumerSeat seat : seats.all()) {
      subscribers.add(
          new Subscriber(
              seat.id(),
              seat.instanceId(),
              basis.subscriptions().getOrDefault(seat.id(), Set.of()),
              seat.target()));
    }
    return assignor().assign(subscribers, basis.partitions());
  }

  /** The one that most members want who want any. */
  Assignor assignor() {
    Map<String, Long> votes =
        seats.all().stream()
            .flatMap(seat -> seat.member().flatMap(ConsumerMember::assignor).stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return votes.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .flatMap(most -> Assignor.named(most.getKey()))
        .orElse(Assignor.UNIFORM);
  }
}
