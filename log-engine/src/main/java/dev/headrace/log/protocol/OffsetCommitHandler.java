package dev.headrace.log.protocol;

import dev.headrace.log.broker.CommittedOffset;
import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.record.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Commits offsets of a group; answers when they are durable. */
final class OffsetCommitHandler
    implements ApiHandler<OffsetCommitRequestData, OffsetCommitResponseData> {

  private static final short FIRST_VERSION_WITH_EPOCHS = 9;
  private static final short FIRST_VERSION_WITH_IDS = 10;

  private final GroupCoordinator groups;
  private final Topics topics;

  OffsetCommitHandler(GroupCoordinator groups, Topics topics) {
    this.groups = groups;
    this.topics = topics;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.OFFSET_COMMIT;
  }

  @Override
  public Reply<OffsetCommitResponseData> handle(
      OffsetCommitRequestData request, RequestContext context) {
    Map<OffsetCommitRequestTopic, String> names = names(request, context.version());
    Map<TopicPartition, CommittedOffset> offsets = new HashMap<>();
    names.forEach(
        (topic, name) -> {
          for (OffsetCommitRequestPartition partition : topic.partitions()) {
            offsets.put(new TopicPartition(name, partition.partitionIndex()), fromWire(partition));
          }
        });
    MemberIdentity member =
        new MemberIdentity(
            request.memberId(),
            Optional.ofNullable(request.groupInstanceId()),
            request.generationIdOrMemberEpoch(),
            context.version() < FIRST_VERSION_WITH_EPOCHS
                ? MemberIdentity.Wording.GENERATIONS
                : MemberIdentity.Wording.EPOCHS);
    return Reply.later(
        groups
            .commit(request.groupId(), member, offsets)
            .thenApply(outcomes -> toWire(request, names, outcomes)));
  }

  /** The topics that are known, with their names. */
  private Map<OffsetCommitRequestTopic, String> names(
      OffsetCommitRequestData request, short version) {
    Map<OffsetCommitRequestTopic, String> names = new HashMap<>();
    for (OffsetCommitRequestTopic topic : request.topics()) {
      if (version < FIRST_VERSION_WITH_IDS) {
        names.put(topic, topic.name());
      } else {
        topics
            .find(TopicIds.fromWire(topic.topicId()))
            .map(Topic::name)
            .ifPresent(name -> names.put(topic, name));
      }
    }
    return names;
  }

  private static CommittedOffset fromWire(OffsetCommitRequestPartition partition) {
    int leaderEpoch = partition.committedLeaderEpoch();
    return new CommittedOffset(
        partition.committedOffset(),
        leaderEpoch < 0 ? OptionalInt.empty() : OptionalInt.of(leaderEpoch),
        Objects.requireNonNullElse(partition.committedMetadata(), ""));
  }

  private static OffsetCommitResponseData toWire(
      OffsetCommitRequestData request,
      Map<OffsetCommitRequestTopic, String> names,
      Map<TopicPartition, Optional<GroupError>> outcomes) {
    OffsetCommitResponseData response = new OffsetCommitResponseData();
    for (OffsetCommitRequestTopic topic : request.topics()) {
      OffsetCommitResponseTopic answer =
          new OffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
      Optional<String> name = Optional.ofNullable(names.get(topic));
      for (OffsetCommitRequestPartition partition : topic.partitions()) {
        int index = partition.partitionIndex();
        short code =
            name.map(known -> GroupErrors.code(outcomes.get(new TopicPartition(known, index))))
                .orElse(Errors.UNKNOWN_TOPIC_ID.code());
        answer
            .partitions()
            .add(new OffsetCommitResponsePartition().setPartitionIndex(index).setErrorCode(code));
      }
      response.topics().add(answer);
    }
    return response;
  }
}
