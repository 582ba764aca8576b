package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.group.ConsumerGroupDescription;
import dev.headrace.log.group.ConsumerGroupDescription.Described;
import dev.headrace.log.group.ConsumerMember;
import dev.headrace.log.record.TopicIdPartition;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Tells who is in consumer groups, what each member reads, and what it is to come to. */
final class ConsumerGroupDescribeHandler
    implements ApiHandler<ConsumerGroupDescribeRequestData, ConsumerGroupDescribeResponseData> {

  private static final byte CLASSIC_MEMBER = 0;
  private static final byte CONSUMER_MEMBER = 1;

  private final GroupCoordinator groups;
  private final Topics topics;

  ConsumerGroupDescribeHandler(GroupCoordinator groups, Topics topics) {
    this.groups = groups;
    this.topics = topics;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.CONSUMER_GROUP_DESCRIBE;
  }

  @Override
  public Reply<ConsumerGroupDescribeResponseData> handle(
      ConsumerGroupDescribeRequestData request, RequestContext context) {
    ConsumerGroupDescribeResponseData response = new ConsumerGroupDescribeResponseData();
    for (String group : request.groupIds()) {
      response
          .groups()
          .add(
              groups
                  .describeConsumers(group)
                  .map(this::toWire)
                  .orElseGet(
                      () ->
                          new DescribedGroup()
                              .setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                              .setErrorMessage("there is no consumer group " + group))
                  .setGroupId(group));
    }
    return Reply.now(response);
  }

  private DescribedGroup toWire(ConsumerGroupDescription group) {
    return new DescribedGroup()
        .setGroupState(GroupStates.name(group.state()))
        .setGroupEpoch(group.epoch())
        .setAssignmentEpoch(group.epoch())
        .setAssignorName(group.assignor().wireName())
        .setMembers(group.members().stream().map(this::toWire).toList());
  }

  private Member toWire(Described described) {
    ConsumerMember member = described.member();
    return new Member()
        .setMemberId(described.memberId())
        .setInstanceId(member.instanceId().orElse(null))
        .setRackId(member.rackId().orElse(null))
        .setMemberEpoch(described.current().epoch())
        .setClientId(member.client().id())
        .setClientHost(member.client().host())
        .setSubscribedTopicNames(List.copyOf(new TreeSet<>(member.topics())))
        .setSubscribedTopicRegex(member.pattern().orElse(null))
        .setAssignment(toWire(described.current().held()))
        .setTargetAssignment(toWire(described.target()))
        .setMemberType(member.classic().isPresent() ? CLASSIC_MEMBER : CONSUMER_MEMBER);
  }

  /** Without topics that were deleted meanwhile: they have no names. */
  private Assignment toWire(Collection<TopicIdPartition> partitions) {
    Assignment assignment = new Assignment();
    PartitionsByTopic.of(partitions)
        .forEach(
            (id, numbers) ->
                topics
                    .find(id)
                    .map(Topic::name)
                    .ifPresent(
                        name ->
                            assignment
                                .topicPartitions()
                                .add(
                                    new TopicPartitions()
                                        .setTopicId(TopicIds.toWire(id))
                                        .setTopicName(name)
                                        .setPartitions(numbers))));
    return assignment;
  }
}
