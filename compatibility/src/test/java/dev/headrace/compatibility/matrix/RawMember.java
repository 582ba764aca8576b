package dev.headrace.compatibility.matrix;

import dev.headrace.log.server.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** A member of a consumer group that says whatever it is told, heartbeat by heartbeat. */
final class RawMember implements AutoCloseable {

  private static final short HEARTBEAT = 1;
  private static final short OFFSETS_WITH_NAMES = 9;
  private static final int LAST_OFFSETS_OF_ONE_GROUP = 7;
  private static final int REBALANCE_MILLIS = 60_000;

  private final RawClient client;
  private final String group;
  private final String id;
  private final Uuid topicId;
  private final Epochs epochs;
  private int epoch;
  private List<Integer> assigned = List.of();

  /**
   * @param topicId of the topic of the group's name, which it reads
   * @param epochs of the group
   */
  RawMember(InetSocketAddress address, String group, String id, Uuid topicId, Epochs epochs)
      throws IOException {
    this.client = new RawClient(address);
    this.group = group;
    this.id = id;
    this.topicId = topicId;
    this.epochs = epochs;
  }

  String id() {
    return id;
  }

  int epoch() {
    return epoch;
  }

  /** What it was told last. */
  List<Integer> assigned() {
    return assigned;
  }

  String join() throws IOException {
    return join(_ -> {});
  }

  /** Joins, and says something more, or something else. */
  String join(Consumer<ConsumerGroupHeartbeatRequestData> more) throws IOException {
    ConsumerGroupHeartbeatRequestData request =
        request(0)
            .setRebalanceTimeoutMs(REBALANCE_MILLIS)
            .setSubscribedTopicNames(List.of(group))
            .setTopicPartitions(List.of());
    more.accept(request);
    return ask(request);
  }

  /** A sign of life, and nothing more. */
  String beat() throws IOException {
    return ask(request(epoch));
  }

  /** Says that it reads these partitions. */
  String owns(List<Integer> partitions) throws IOException {
    return ask(
        request(epoch)
            .setTopicPartitions(
                List.of(new TopicPartitions().setTopicId(topicId).setPartitions(partitions))));
  }

  String say(int memberEpoch, Consumer<ConsumerGroupHeartbeatRequestData> more) throws IOException {
    ConsumerGroupHeartbeatRequestData request = request(memberEpoch);
    more.accept(request);
    return ask(request);
  }

  private ConsumerGroupHeartbeatRequestData request(int memberEpoch) {
    return new ConsumerGroupHeartbeatRequestData()
        .setGroupId(group)
        .setMemberId(id)
        .setMemberEpoch(epochs.own(memberEpoch));
  }

  /** The error, or the epoch and how many partitions, or that it has heard no news. */
  private String ask(ConsumerGroupHeartbeatRequestData request) throws IOException {
    ConsumerGroupHeartbeatResponseData answer =
        (ConsumerGroupHeartbeatResponseData)
            client.ask(ApiKeys.CONSUMER_GROUP_HEARTBEAT, HEARTBEAT, request);
    if (answer.errorCode() != Errors.NONE.code()) {
      return Errors.forCode(answer.errorCode()).name();
    }
    epoch = epochs.counted(answer.memberEpoch());
    if (answer.assignment() == null) {
      return "epoch " + epoch;
    }
    List<Integer> partitions = new ArrayList<>();
    answer.assignment().topicPartitions().forEach(it -> partitions.addAll(it.partitions()));
    assigned = partitions;
    return "epoch " + epoch + ", partitions " + partitions.size();
  }

  /** Commits in an epoch, by name; returns what is answered. */
  String commit(int memberEpoch, int partition, long offset) throws IOException {
    return commit(OFFSETS_WITH_NAMES, memberEpoch, partition, offset);
  }

  /** Likewise in a version of the API that knows names. */
  String commit(int version, int memberEpoch, int partition, long offset) throws IOException {
    return RawOffsets.commit(
        client, version, group, id, epochs.own(memberEpoch), partition, offset);
  }

  /** Asks in an epoch what is committed; returns how many partitions, or the error. */
  String committed(int memberEpoch) throws IOException {
    OffsetFetchResponseData answer =
        (OffsetFetchResponseData)
            client.ask(
                ApiKeys.OFFSET_FETCH,
                OFFSETS_WITH_NAMES,
                new OffsetFetchRequestData()
                    .setGroups(
                        List.of(
                            new OffsetFetchRequestGroup()
                                .setGroupId(group)
                                .setMemberId(id)
                                .setMemberEpoch(epochs.own(memberEpoch))
                                .setTopics(null))));
    short error = answer.groups().getFirst().errorCode();
    return error == Errors.NONE.code()
        ? answer.groups().getFirst().topics().size() + " topics"
        : Errors.forCode(error).name();
  }

  /**
   * Asks without saying who asks, as clients did before epochs; returns the offset of partition 0.
   */
  String committedBefore(int version) throws IOException {
    OffsetFetchResponseData answer =
        (OffsetFetchResponseData)
            client.ask(
                ApiKeys.OFFSET_FETCH,
                Math.min(version, LAST_OFFSETS_OF_ONE_GROUP),
                new OffsetFetchRequestData()
                    .setGroupId(group)
                    .setTopics(
                        List.of(
                            new OffsetFetchRequestTopic()
                                .setName(group)
                                .setPartitionIndexes(List.of(0)))));
    OffsetFetchResponsePartition partition = answer.topics().getFirst().partitions().getFirst();
    return partition.committedOffset() + " " + Errors.forCode(partition.errorCode());
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
