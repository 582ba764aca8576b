package dev.headrace.log.protocol;

import dev.headrace.log.broker.CommittedOffset;
import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.record.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Says what groups have committed: for the partitions asked for, or for all. An offset in a
 * transaction is not seen before that is committed; whoever wants only what no open transaction can
 * change has to ask again (KIP-447).
 */
final class OffsetFetchHandler
    implements ApiHandler<OffsetFetchRequestData, OffsetFetchResponseData> {

  private static final short FIRST_VERSION_WITH_BATCHES = 8;
  private static final short FIRST_VERSION_WITH_IDS = 10;
  private static final int NONE = -1;

  private final GroupCoordinator groups;
  private final Topics topics;

  OffsetFetchHandler(GroupCoordinator groups, Topics topics) {
    this.groups = groups;
    this.topics = topics;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.OFFSET_FETCH;
  }

  @Override
  public Reply<OffsetFetchResponseData> handle(
      OffsetFetchRequestData request, RequestContext context) {
    OffsetFetchResponseData response = new OffsetFetchResponseData();
    if (context.version() >= FIRST_VERSION_WITH_BATCHES) {
      for (OffsetFetchRequestGroup group : request.groups()) {
        response.groups().add(fetch(group, request.requireStable(), context.version()));
      }
    } else {
      fetch(asBatch(request), request.requireStable(), context.version())
          .topics()
          .forEach(topic -> response.topics().add(asSingle(topic)));
    }
    return Reply.now(response);
  }

  private OffsetFetchResponseGroup fetch(
      OffsetFetchRequestGroup request, boolean requireStable, short version) {
    Optional<GroupError> refusal = groups.refuseFetch(request.groupId(), member(request));
    if (refusal.isPresent()) {
      return new OffsetFetchResponseGroup()
          .setGroupId(request.groupId())
          .setErrorCode(GroupErrors.code(refusal));
    }
    // Asked for before the offsets: a transaction that ends in between must not be missed.
    Set<TopicPartition> unstable = requireStable ? groups.unstable(request.groupId()) : Set.of();
    Map<TopicPartition, CommittedOffset> committed = groups.committed(request.groupId());
    OffsetFetchResponseGroup answer = new OffsetFetchResponseGroup().setGroupId(request.groupId());
    if (request.topics() == null) {
      answer.setTopics(all(committed, unstable));
      return answer;
    }
    for (OffsetFetchRequestTopics topic : request.topics()) {
      Optional<String> name =
          version < FIRST_VERSION_WITH_IDS
              ? Optional.of(topic.name())
              : topics.find(TopicIds.fromWire(topic.topicId())).map(Topic::name);
      OffsetFetchResponseTopics found =
          new OffsetFetchResponseTopics().setName(topic.name()).setTopicId(topic.topicId());
      for (int partition : topic.partitionIndexes()) {
        found.partitions().add(find(name, partition, committed, unstable));
      }
      answer.topics().add(found);
    }
    return answer;
  }

  /** Who asks; nobody in particular before version 9. */
  private static MemberIdentity member(OffsetFetchRequestGroup request) {
    return new MemberIdentity(
        Objects.requireNonNullElse(request.memberId(), ""),
        Optional.empty(),
        request.memberEpoch());
  }

  private static OffsetFetchResponsePartitions find(
      Optional<String> topic,
      int partition,
      Map<TopicPartition, CommittedOffset> committed,
      Set<TopicPartition> unstable) {
    if (topic.isEmpty()) {
      return nothing(partition, Errors.UNKNOWN_TOPIC_ID);
    }
    TopicPartition named = new TopicPartition(topic.get(), partition);
    if (unstable.contains(named)) {
      return nothing(partition, Errors.UNSTABLE_OFFSET_COMMIT);
    }
    CommittedOffset offset = committed.get(named);
    return offset == null ? nothing(partition, Errors.NONE) : toWire(partition, offset);
  }

  private static OffsetFetchResponsePartitions nothing(int partition, Errors error) {
    return new OffsetFetchResponsePartitions()
        .setPartitionIndex(partition)
        .setCommittedOffset(NONE)
        .setMetadata("")
        .setErrorCode(error.code());
  }

  private List<OffsetFetchResponseTopics> all(
      Map<TopicPartition, CommittedOffset> committed, Set<TopicPartition> unstable) {
    Map<String, List<OffsetFetchResponsePartitions>> byTopic =
        committed.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.getKey().topic(),
                    TreeMap::new,
                    Collectors.mapping(
                        each ->
                            unstable.contains(each.getKey())
                                ? nothing(each.getKey().partition(), Errors.UNSTABLE_OFFSET_COMMIT)
                                : toWire(each.getKey().partition(), each.getValue()),
                        Collectors.toList())));
    return byTopic.entrySet().stream()
        .map(
            each ->
                new OffsetFetchResponseTopics()
                    .setName(each.getKey())
                    .setTopicId(idOf(each.getKey()))
                    .setPartitions(each.getValue()))
        .toList();
  }

  private Uuid idOf(String topic) {
    return topics.find(topic).map(Topic::id).map(TopicIds::toWire).orElse(Uuid.ZERO_UUID);
  }

  private static OffsetFetchResponsePartitions toWire(int partition, CommittedOffset offset) {
    return new OffsetFetchResponsePartitions()
        .setPartitionIndex(partition)
        .setCommittedOffset(offset.offset())
        .setCommittedLeaderEpoch(offset.leaderEpoch().orElse(NONE))
        .setMetadata(offset.metadata());
  }

  /** A request of the versions that name one group, as one that names several. */
  private static OffsetFetchRequestGroup asBatch(OffsetFetchRequestData request) {
    return new OffsetFetchRequestGroup()
        .setGroupId(request.groupId())
        .setTopics(
            request.topics() == null
                ? null
                : request.topics().stream()
                    .map(
                        topic ->
                            new OffsetFetchRequestTopics()
                                .setName(topic.name())
                                .setPartitionIndexes(topic.partitionIndexes()))
                    .toList());
  }

  private static OffsetFetchResponseTopic asSingle(OffsetFetchResponseTopics topic) {
    return new OffsetFetchResponseTopic()
        .setName(topic.name())
        .setPartitions(
            topic.partitions().stream()
                .map(
                    partition ->
                        new OffsetFetchResponsePartition()
                            .setPartitionIndex(partition.partitionIndex())
                            .setCommittedOffset(partition.committedOffset())
                            .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                            .setMetadata(partition.metadata())
                            .setErrorCode(partition.errorCode()))
                .toList());
  }
}
