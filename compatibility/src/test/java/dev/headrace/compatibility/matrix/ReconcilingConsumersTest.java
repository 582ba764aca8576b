package dev.headrace.compatibility.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of the consumer protocol (KIP-848), heartbeat by heartbeat. */
@ExtendWith(BesideKafka.class)
final class ReconcilingConsumersTest {

  private static final int LEAVE = -1;
  private static final int LEAVE_FOR_NOW = -2;

  @Test
  void aNewcomerWaitsForWhatAnotherGivesUp(BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(4);
          RawMember first = member(scene, "a", topic, epochs);
          scene.tell("the first joins", first.join());
          scene.tell("beats", first.beat());
          List<Integer> all = first.assigned();
          RawMember second = member(scene, "b", topic, epochs);
          scene.tell("the second joins", second.join());
          scene.tell("described", described(scene, epochs));
          scene.tell("the second beats", second.beat());
          scene.tell("the first is told", first.owns(all));
          scene.tell("the second beats", second.beat());
          scene.tell("the first has not given up", first.owns(all));
          scene.tell("the first has given up", first.owns(first.assigned()));
          scene.tell("the second gets it", second.beat());
          scene.tell("described", described(scene, epochs));
          scene.tell("both read all", both(first, second));
          scene.tell("the first leaves", first.say(LEAVE, _ -> {}));
          scene.tell("the second gets the rest", second.beat());
          scene.tell("the second leaves", second.say(LEAVE, _ -> {}));
        });
  }

  @Test
  void strangersAndWrongEpochsAreRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(2);
          RawMember member = member(scene, "a", topic, epochs);
          scene.tell("joins", member.join());
          scene.tell("a later epoch", member.say(member.epoch() + 1, _ -> {}));
          RawMember stranger = member(scene, "b", topic, epochs);
          scene.tell("a stranger", stranger.say(1, _ -> {}));
          scene.tell("a stranger leaves", stranger.say(LEAVE, _ -> {}));
          scene.tell(
              "subscribes to nothing", member.say(1, it -> it.setSubscribedTopicNames(List.of())));
          scene.tell("has given up", member.owns(List.of()));
          scene.tell("an epoch before", member.say(1, it -> it.setTopicPartitions(List.of())));
          scene.tell("an epoch before, without more", member.say(1, _ -> {}));
          scene.tell("two epochs before", member.say(0, _ -> {}));
        });
  }

  @Test
  void requestsThatMakeNoSenseAreRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(1);
          RawMember member = member(scene, "a", topic, epochs);
          refused(scene, member, "no group", it -> it.setGroupId(""));
          refused(scene, member, "no id", it -> it.setMemberId(""));
          refused(scene, member, "an empty instance", it -> it.setInstanceId(""));
          refused(scene, member, "an empty rack", it -> it.setRackId(""));
          refused(scene, member, "no time-out", it -> it.setRebalanceTimeoutMs(-1));
          refused(scene, member, "no partitions", it -> it.setTopicPartitions(null));
          refused(scene, member, "no subscription", it -> it.setSubscribedTopicNames(null));
          refused(scene, member, "no assignor", it -> it.setServerAssignor("nonesuch"));
          refused(scene, member, "no pattern", it -> it.setSubscribedTopicRegex("(a"));
          refused(scene, member, "no epoch", it -> it.setMemberEpoch(-3));
          refused(scene, member, "no instance", it -> it.setMemberEpoch(LEAVE_FOR_NOW));
          scene.tell("described", described(scene, epochs));
        });
  }

  @Test
  void aStaticMemberIsAwayAndComesBack(BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(4);
          RawMember before = member(scene, "a", topic, epochs);
          Consumer<ConsumerGroupHeartbeatRequestData> named = it -> it.setInstanceId("one");
          scene.tell("joins", before.join(named));
          RawMember after = member(scene, "b", topic, epochs);
          scene.tell("another one joins", after.join(named));
          scene.tell("leaves for now", before.say(LEAVE_FOR_NOW, named));
          RawMember other = member(scene, "c", topic, epochs);
          scene.tell("somebody joins", other.join());
          scene.tell("nothing is free", other.beat());
          scene.tell("comes back", after.join(named));
          scene.tell("the former is out", before.say(1, named));
          scene.tell("somebody gets the rest", other.beat());
          scene.tell("leaves for good", after.say(LEAVE, named));
          scene.tell("somebody gets all", other.beat());
        });
  }

  @Test
  void offsetsAreCommittedAndReadInTheRightEpoch(BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(2);
          RawMember member = member(scene, "a", topic, epochs);
          scene.tell("joins", member.join());
          scene.tell("commits", member.commit(1, 0, 5));
          scene.tell("commits in a later epoch", member.commit(2, 0, 6));
          scene.tell("commits as nobody", member.commit(-1, 0, 6));
          scene.tell("commits for no such partition", member.commit(1, 7, 6));
          RawMember stranger = member(scene, "b", topic, epochs);
          scene.tell("a stranger commits", stranger.commit(1, 0, 7));
          scene.tell("reads", member.committed(1));
          scene.tell("reads in a later epoch", member.committed(2));
          scene.tell("a stranger reads", stranger.committed(1));
          scene.tell("the stranger joins", stranger.join());
          scene.tell("the first is told", member.owns(List.of(0, 1)));
          List<Integer> kept = member.assigned();
          scene.tell("and has given up", member.owns(kept));
          scene.tell("commits in the former epoch", member.commit(1, kept.getFirst(), 8));
          scene.tell("commits of what it gave up", member.commit(1, 1 - kept.getFirst(), 8));
          scene.tell("reads in the former epoch", member.committed(1));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 7, 8})
  void offsetsAreNotCommittedInAVersionWithoutEpochs(int version, BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(1);
          RawMember member = member(scene, "a", topic, epochs);
          RawMember stranger = member(scene, "b", topic, epochs);
          scene.tell("joins", member.join());
          scene.tell("commits", member.commit(version, 1, 0, 5));
          scene.tell("commits in a later epoch", member.commit(version, 2, 0, 5));
          scene.tell("commits as nobody", member.commit(version, -1, 0, 5));
          scene.tell("a stranger commits", stranger.commit(version, 1, 0, 5));
          scene.tell("all is read", member.committedBefore(version));
          scene.tell("commits in words that have epochs", member.commit(1, 0, 6));
          scene.tell("all is read", member.committedBefore(version));
          scene.tell("leaves", member.say(LEAVE, _ -> {}));
          scene.tell("commits when it has gone", member.commit(version, 1, 0, 7));
          scene.tell("commits when all have gone", member.commit(version, -1, 0, 8));
          scene.tell("all is read", member.committedBefore(version));
        });
  }

  @Test
  void anEmptyGroupGivesWayToTheOtherProtocol(BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(1);
          Map<String, Object> settings =
              Map.of("group.id", scene.name(), "heartbeat.interval.ms", 100);
          RawMember member = member(scene, "a", topic, epochs);
          try (KafkaConsumer<String, String> classic = scene.consumer(settings)) {
            classic.subscribe(List.of(scene.name()));
            while (classic.assignment().isEmpty()) {
              classic.poll(Scene.POLL);
            }
          }
          scene.tell("joins when that is empty", member.join());
          scene.tell("described", described(scene, epochs));
          scene.tell("leaves", member.say(LEAVE, _ -> {}));
        });
  }

  private static void refused(
      Scene scene,
      RawMember member,
      String what,
      Consumer<ConsumerGroupHeartbeatRequestData> difference)
      throws Exception {
    scene.tell(what, member.join(difference));
  }

  private static RawMember member(Scene scene, String id, Uuid topic, Epochs epochs)
      throws Exception {
    return scene.open(
        new RawMember(scene.address(), scene.name(), scene.name() + id, topic, epochs));
  }

  private static List<Integer> both(RawMember one, RawMember other) {
    List<Integer> all = new ArrayList<>(one.assigned());
    all.addAll(other.assigned());
    return all.stream().sorted().toList();
  }

  private static String described(Scene scene, Epochs epochs) throws Exception {
    ConsumerGroupDescription group;
    try {
      group =
          Scene.done(
              scene
                  .admin()
                  .describeConsumerGroups(List.of(scene.name()))
                  .describedGroups()
                  .get(scene.name()));
    } catch (ExecutionException e) {
      return e.getCause().getClass().getSimpleName();
    }
    return group.groupState()
        + " "
        + group.type()
        + " "
        + group.partitionAssignor()
        + " "
        + group.groupEpoch().map(epochs::counted)
        + " "
        + group.targetAssignmentEpoch().map(epochs::counted)
        + " "
        + group.members().stream()
            .map(
                it ->
                    it.consumerId()
                        + " in "
                        + it.memberEpoch().map(epochs::counted)
                        + " has "
                        + it.assignment().topicPartitions().size()
                        + " comes to "
                        + it.targetAssignment().map(t -> t.topicPartitions().size()))
            .sorted()
            .toList();
  }
}
