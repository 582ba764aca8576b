package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Groups that go over from the classic protocol to the consumer protocol and back while they have
 * members (KIP-848, {@code group.consumer.migration.policy}), request by request.
 */
@ExtendWith(BesideKafka.class)
final class MigratingGroupsTest {

  private static final int LEAVE = -1;
  private static final int LEAVE_FOR_NOW = -2;
  private static final int PARTITIONS = 6;

  @Test
  void aClassicGroupGoesOverWhenAConsumerJoins(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          ClassicMember classic = cast.classic("range");
          scene.tell("joins", classic.join());
          scene.tell("syncs", classic.sync());
          scene.tell("beats", classic.beat());
          RawMember consumer = cast.consumer("c");
          scene.tell("speaks of an epoch", consumer.say(1, _ -> {}));
          scene.tell("leaves before it has come", consumer.say(LEAVE, _ -> {}));
          scene.tell("a consumer joins", consumer.join());
          scene.tell("described", cast.described());
          scene.tell("listed", cast.listed());
          scene.tell("nothing is free", consumer.beat());
          scene.tell("commits", classic.commit(8, 1, 0, 5));
          scene.tell("commits in words that have epochs", classic.commit(9, 1, 1, 6));
          scene.tell("commits in a later epoch", classic.commit(8, 2, 0, 7));
          scene.tell("syncs before it has joined again", classic.sync());
          scene.tell("is told to join again", classic.beat());
          scene.tell("joins again", classic.join());
          scene.tell("described", cast.described());
          scene.tell("syncs", classic.sync());
          scene.tell("syncs again", classic.sync());
          scene.tell("beats", classic.beat());
          scene.tell("the consumer gets the rest", consumer.beat());
          scene.tell("described", cast.described());
          scene.tell("commits", classic.commit(8, 2, classic.assigned().getFirst(), 8));
          scene.tell("leaves", classic.leave());
          scene.tell("the consumer gets all", consumer.beat());
          scene.tell("leaves", consumer.say(LEAVE, _ -> {}));
        });
  }

  @Test
  void itGoesBackWhenTheLastConsumerHasGone(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          RawMember consumer = cast.consumer("c");
          scene.tell("a consumer joins", consumer.join());
          ClassicMember first = cast.classic("range", "roundrobin");
          ClassicMember second = cast.classic("roundrobin");
          scene.tell("joins", first.join());
          scene.tell("syncs", first.sync());
          scene.tell("another one joins", second.join());
          scene.tell("syncs", second.sync());
          scene.tell("described", cast.described());
          scene.tell("the consumer leaves", consumer.say(LEAVE, _ -> {}));
          scene.tell("comes too late", consumer.say(1, _ -> {}));
          scene.tell("described", cast.described());
          scene.tell("listed", cast.listed());
          CompletableFuture<String> again = cast.later(first::join);
          scene.tell("joins again", second.join().replaceFirst(", leads.*", ""));
          scene.tell("joins again", again.get(60, TimeUnit.SECONDS).replaceFirst(", leads.*", ""));
          CompletableFuture<String> synced = cast.later(first::sync);
          scene.tell("syncs", second.sync());
          scene.tell("syncs", synced.get(60, TimeUnit.SECONDS));
          scene.tell("beats", first.beat());
          scene.tell("described", cast.described());
          scene.tell("leaves", first.leave());
          scene.tell("leaves", second.leave());
        });
  }

  @Test
  void whoWasGivenAnIdJoinsWithItWhateverTheGroupHasBecome(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          ClassicMember classic = cast.classic("range");
          scene.tell("asks", classic.ask());
          RawMember consumer = cast.consumer("c");
          scene.tell("a consumer joins", consumer.join());
          scene.tell("joins", classic.join());
          scene.tell("syncs", classic.sync());
          scene.tell("the consumer leaves", consumer.say(LEAVE, _ -> {}));
          scene.tell("joins again", classic.join());
        });
  }

  @Test
  void whoReadsOnGivesUpFirst(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          ClassicMember classic = cast.classic("cooperative-sticky");
          scene.tell("joins", classic.join());
          scene.tell("syncs", classic.sync());
          RawMember consumer = cast.consumer("c");
          scene.tell("a consumer joins", consumer.join());
          scene.tell("is told to join again", classic.beat());
          List<Integer> all = classic.assigned();
          scene.tell("joins, reading all", classic.join(all, _ -> {}));
          scene.tell("described", cast.described());
          scene.tell("syncs", classic.sync());
          scene.tell("is told to join again", classic.beat());
          scene.tell("nothing is free", consumer.beat());
          scene.tell("joins, reading all still", classic.join(all, _ -> {}));
          scene.tell("joins, reading its share", classic.join(classic.assigned(), _ -> {}));
          scene.tell("syncs", classic.sync());
          scene.tell("beats", classic.beat());
          scene.tell("the consumer gets the rest", consumer.beat());
          scene.tell("leaves", consumer.say(LEAVE, _ -> {}));
          scene.tell("described", cast.described());
          scene.tell("is told to join again", classic.beat());
        });
  }

  @Test
  void whoWaitsForWhatAnotherGivesUpIsToldWhenItIsFree(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          RawMember consumer = cast.consumer("c");
          scene.tell("a consumer joins", consumer.join());
          ClassicMember classic = cast.classic("range");
          scene.tell("joins", classic.join());
          scene.tell("syncs", classic.sync());
          scene.tell("nothing is free", classic.beat());
          scene.tell("the consumer is told", consumer.owns(consumer.assigned()));
          scene.tell("nothing is free", classic.beat());
          scene.tell("has given up", consumer.owns(consumer.assigned()));
          scene.tell("is told to join again", classic.beat());
          scene.tell("joins again", classic.join());
          scene.tell("syncs", classic.sync());
          scene.tell("beats", classic.beat());
          scene.tell("described", cast.described());
        });
  }

  @Test
  void strangersAndWrongWordsAreRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          RawMember consumer = cast.consumer("c");
          scene.tell("a consumer joins", consumer.join());
          ClassicMember classic = cast.classic("range", "roundrobin");
          scene.tell("joins", classic.join());
          scene.tell("syncs", classic.sync());
          scene.tell("an earlier epoch", classic.beat(1, _ -> {}));
          scene.tell("a later epoch", classic.beat(3, _ -> {}));
          scene.tell("a stranger beats", classic.beat(2, it -> it.setMemberId("stranger")));
          scene.tell("a consumer beats", classic.beat(2, it -> it.setMemberId(consumer.id())));
          scene.tell("no instance", classic.beat(2, it -> it.setGroupInstanceId("one")));
          scene.tell("a stranger syncs", classic.sync(it -> it.setMemberId("stranger")));
          scene.tell("a consumer syncs", classic.sync(it -> it.setMemberId(consumer.id())));
          scene.tell("another type", classic.sync(it -> it.setProtocolType("connect")));
          scene.tell("another protocol", classic.sync(it -> it.setProtocolName("roundrobin")));
          scene.tell("no such protocol", classic.sync(it -> it.setProtocolName("sticky")));
          scene.tell("a stranger leaves", classic.leave(new MemberIdentity().setMemberId("x")));
          scene.tell(
              "no instance leaves", classic.leave(new MemberIdentity().setGroupInstanceId("one")));
          ClassicMember other = cast.classic("sticky");
          scene.tell("nothing in common", other.join());
          scene.tell("another type joins", joins(cast, it -> it.setProtocolType("connect")));
          scene.tell("no instance joins", joins(cast, Cast::asUnknownInstance));
          scene.tell("a short session", joins(cast, it -> it.setSessionTimeoutMs(1)));
          scene.tell("an id of its own", joins(cast, it -> it.setMemberId("of-its-own")));
          scene.tell(
              "a consumer is sent away",
              classic.leave(new MemberIdentity().setMemberId(consumer.id())));
          scene.tell("described", cast.described());
        });
  }

  private static String joins(Cast cast, Consumer<JoinGroupRequestData> more) throws Exception {
    return cast.classic("range").join(List.of(), more);
  }

  @Test
  void groupsThatAreNotOfConsumersStay(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          ClassicMember worker = cast.classic("range");
          scene.tell("joins", worker.join(List.of(), it -> it.setProtocolType("connect")));
          scene.tell("a consumer joins", cast.consumer("c").join());
          scene.tell("syncs", worker.sync(it -> it.setProtocolType("connect")));
          scene.tell("a consumer joins", cast.consumer("c").join());
          scene.tell("leaves", worker.leave());
        });
  }

  @Test
  void groupsWhoseAssignorSaysMoreStay(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          ClassicMember classic = cast.classic("own");
          scene.tell("joins", classic.join());
          Assignment more =
              new Assignment(
                  List.of(new TopicPartition(scene.name(), 0)), ByteBuffer.wrap(new byte[] {1}));
          scene.tell(
              "syncs",
              classic.sync(
                  it -> it.setAssignments(List.of(ClassicMember.share(classic.id(), more)))));
          scene.tell("a consumer joins", cast.consumer("c").join());
          scene.tell("beats", classic.beat());
        });
  }

  @Test
  void aMemberIsLostWhenItDoesNotShowUp(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          RawMember consumer = cast.consumer("c");
          scene.tell("a consumer joins", consumer.join());
          ClassicMember classic = cast.classic("range");
          scene.tell("joins", classic.join(List.of(), it -> it.setRebalanceTimeoutMs(1_000)));
          cast.awaitMembers(1);
          scene.tell("has not synced in time", classic.sync());
          scene.tell("the consumer keeps all", consumer.beat());
        });
  }

  @Test
  void aStaticMemberChangesItsProtocolInItsPlace(BothLogs both) {
    both.tellAlike(
        scene -> {
          Cast cast = new Cast(scene);
          ClassicMember before = cast.classic("range");
          scene.tell("joins", before.join(List.of(), it -> it.setGroupInstanceId("one")));
          scene.tell("syncs", before.sync(it -> it.setGroupInstanceId("one")));
          RawMember consumer = cast.consumer("c");
          scene.tell("comes as a consumer", consumer.join(it -> it.setInstanceId("one")));
          scene.tell("described", cast.described());
          scene.tell("the former beats", before.beat(1, it -> it.setGroupInstanceId("one")));
          ClassicMember other = cast.classic("range");
          scene.tell("somebody joins", other.join());
          scene.tell("syncs", other.sync());
          scene.tell("reads its share", consumer.owns(consumer.assigned()));
          scene.tell("has given up", consumer.owns(consumer.assigned()));
          scene.tell("leaves for now", consumer.say(LEAVE_FOR_NOW, it -> it.setInstanceId("one")));
          ClassicMember after = cast.classic("range");
          scene.tell(
              "comes as a classic", after.join(List.of(), it -> it.setGroupInstanceId("one")));
          scene.tell("described", cast.described());
          scene.tell("syncs", after.sync(it -> it.setGroupInstanceId("one")));
          scene.tell("beats", after.beat());
          scene.tell("leaves", other.leave());
          scene.tell("leaves", after.leave());
        });
  }

  /** Who plays in a script, on one of the logs. */
  private static final class Cast {

    private final Scene scene;
    private final Uuid topic;
    private final Epochs epochs = new Epochs();

    Cast(Scene scene) throws Exception {
      this.scene = scene;
      topic = scene.topic(PARTITIONS);
    }

    ClassicMember classic(String... protocols) throws IOException {
      return scene.open(
          new ClassicMember(scene.address(), scene.name(), PARTITIONS, epochs, protocols));
    }

    RawMember consumer(String id) throws IOException {
      return scene.open(
          new RawMember(scene.address(), scene.name(), scene.name() + id, topic, epochs));
    }

    static void asUnknownInstance(JoinGroupRequestData request) {
      request.setMemberId("stranger").setGroupInstanceId("two");
    }

    private interface Asking {
      String ask() throws IOException;
    }

    CompletableFuture<String> later(Asking asking) {
      CompletableFuture<String> answer = new CompletableFuture<>();
      Thread.ofPlatform()
          .name("asking")
          .start(
              () -> {
                try {
                  answer.complete(asking.ask());
                } catch (IOException | RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              });
      return answer;
    }

    void awaitMembers(int count) {
      await().atMost(Scene.PATIENCE).until(() -> group().members().size() == count);
    }

    private ConsumerGroupDescription group() throws Exception {
      return Scene.done(
          scene
              .admin()
              .describeConsumerGroups(List.of(scene.name()))
              .describedGroups()
              .get(scene.name()));
    }

    String described() throws Exception {
      ConsumerGroupDescription group;
      try {
        group = group();
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
          + group.members().stream()
              .map(
                  it ->
                      it.groupInstanceId()
                          + " upgraded "
                          + it.upgraded()
                          + " in "
                          + it.memberEpoch().map(epochs::counted)
                          + " has "
                          + it.assignment().topicPartitions().size()
                          + " comes to "
                          + it.targetAssignment().map(t -> t.topicPartitions().size()))
              .sorted()
              .toList();
    }

    String listed() throws Exception {
      return Scene.done(scene.admin().listGroups().valid()).stream()
          .filter(group -> group.groupId().equals(scene.name()))
          .map(group -> group.type() + " " + group.protocol() + " " + group.groupState())
          .toList()
          .toString();
    }
  }
}
