package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headrace.log.group.GroupRecord.ConsumerCurrentStored;
import dev.headrace.log.group.GroupRecord.ConsumerEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerMemberStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetStored;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicIdPartition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMemberKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMemberValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write of consumer groups Kafka's own classes read, and the other way round. */
final class KeepingConsumerGroupsInKafkasFormatTest {

  private static final UUID TOPIC = UUID.fromString("6c2f1c0e-0f2e-4b25-9d0a-3c8f1e6b7a55");
  private static final Uuid KAFKAS_TOPIC =
      new Uuid(TOPIC.getMostSignificantBits(), TOPIC.getLeastSignificantBits());
  private static final ConsumerMember MEMBER =
      new ConsumerMember(
          Optional.of("i1"),
          Optional.of("rack"),
          new JoinRequest.Client("client", "/127.0.0.1"),
          300_000,
          Set.of("b", "Zürich"),
          Optional.of("pay.*"),
          Optional.of("range"),
          Optional.empty());
  private static final ConsumerMember CLASSIC =
      new ConsumerMember(
          Optional.empty(),
          Optional.empty(),
          new JoinRequest.Client("client", "/127.0.0.1"),
          300_000,
          Set.of("b"),
          Optional.empty(),
          Optional.empty(),
          Optional.of(
              new ClassicTerms(
                  45_000,
                  List.of(
                      new JoinRequest.Protocol("range", Opaque.of(new byte[] {1, 2, 3})),
                      new JoinRequest.Protocol("sticky", Opaque.EMPTY)))));
  private static final Set<TopicIdPartition> TARGET = Set.of(partition(0), partition(2));
  private static final CurrentAssignment CURRENT =
      new CurrentAssignment(
          7,
          6,
          CurrentAssignment.State.UNREVOKED,
          Map.of(partition(0), 3, partition(2), 7),
          Map.of(partition(1), 5));

  static Stream<GroupRecord> records() {
    return Stream.of(
        new ConsumerEpochStored("g", OptionalInt.of(7)),
        new ConsumerEpochStored("g", OptionalInt.empty()),
        new ConsumerTargetEpochStored("g", OptionalInt.of(7)),
        new ConsumerMemberStored("g", "m", Optional.of(MEMBER)),
        new ConsumerMemberStored("g", "m", Optional.of(CLASSIC)),
        new ConsumerMemberStored("g", "m", Optional.empty()),
        new ConsumerTargetStored("g", "m", Optional.of(TARGET)),
        new ConsumerTargetStored("g", "m", Optional.of(Set.of())),
        new ConsumerCurrentStored("g", "m", Optional.of(CURRENT)),
        new ConsumerCurrentStored("g", "m", Optional.of(CURRENT.pause())),
        new ConsumerCurrentStored("g", "m", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void whatIsWrittenIsReadBack(GroupRecord record) {
    assertThat(GroupRecordCodec.decode(GroupRecordCodec.encode(record, 17))).isEqualTo(record);
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordsThatEndTooEarlyAreRefused(GroupRecord record) {
    StateRecord whole = GroupRecordCodec.encode(record, 17);
    byte[] value = whole.value().orElse(new byte[0]);
    for (int length = 0; length < value.length; length++) {
      StateRecord cut = new StateRecord(whole.key(), Optional.of(Arrays.copyOf(value, length)));
      assertThatIllegalArgumentException().isThrownBy(() -> GroupRecordCodec.decode(cut));
    }
  }

  @Test
  void kafkaReadsOurEpochs() {
    StateRecord epoch =
        GroupRecordCodec.encode(new ConsumerEpochStored("g", OptionalInt.of(7)), 17);
    StateRecord target =
        GroupRecordCodec.encode(new ConsumerTargetEpochStored("g", OptionalInt.of(7)), 17);

    check(
        epoch, 3, new ConsumerGroupMetadataKey(), key -> assertThat(key.groupId()).isEqualTo("g"));
    assertThat(value(epoch, new ConsumerGroupMetadataValue()))
        .isEqualTo(new ConsumerGroupMetadataValue().setEpoch(7));
    check(
        target,
        6,
        new ConsumerGroupTargetAssignmentMetadataKey(),
        key -> assertThat(key.groupId()).isEqualTo("g"));
    assertThat(value(target, new ConsumerGroupTargetAssignmentMetadataValue()))
        .isEqualTo(
            new ConsumerGroupTargetAssignmentMetadataValue()
                .setAssignmentEpoch(7)
                .setAssignmentTimestamp(17));
  }

  @Test
  void kafkaReadsOurMembers() {
    StateRecord written =
        GroupRecordCodec.encode(new ConsumerMemberStored("g", "m", Optional.of(MEMBER)), 17);

    check(
        written,
        5,
        new ConsumerGroupMemberMetadataKey(),
        key -> assertThat(key.memberId()).isEqualTo("m"));
    assertThat(value(written, new ConsumerGroupMemberMetadataValue()))
        .isEqualTo(
            new ConsumerGroupMemberMetadataValue()
                .setInstanceId("i1")
                .setRackId("rack")
                .setClientId("client")
                .setClientHost("/127.0.0.1")
                .setRebalanceTimeoutMs(300_000)
                .setSubscribedTopicNames(List.of("Zürich", "b"))
                .setSubscribedTopicRegex("pay.*")
                .setServerAssignor("range"));
  }

  @Test
  void kafkaReadsOurAssignments() {
    StateRecord target =
        GroupRecordCodec.encode(new ConsumerTargetStored("g", "m", Optional.of(TARGET)), 17);
    StateRecord current =
        GroupRecordCodec.encode(new ConsumerCurrentStored("g", "m", Optional.of(CURRENT)), 17);

    check(
        target,
        7,
        new ConsumerGroupTargetAssignmentMemberKey(),
        key -> assertThat(key.memberId()).isEqualTo("m"));
    assertThat(value(target, new ConsumerGroupTargetAssignmentMemberValue()))
        .isEqualTo(
            new ConsumerGroupTargetAssignmentMemberValue()
                .setTopicPartitions(
                    List.of(
                        new ConsumerGroupTargetAssignmentMemberValue.TopicPartition()
                            .setTopicId(KAFKAS_TOPIC)
                            .setPartitions(List.of(0, 2)))));
    check(
        current,
        8,
        new ConsumerGroupCurrentMemberAssignmentKey(),
        key -> assertThat(key.memberId()).isEqualTo("m"));
    assertThat(value(current, new ConsumerGroupCurrentMemberAssignmentValue()))
        .isEqualTo(kafkasCurrent());
  }

  @Test
  void kafkaReadsOnWhatTermsAClassicMemberIsIn() {
    StateRecord member =
        GroupRecordCodec.encode(new ConsumerMemberStored("g", "m", Optional.of(CLASSIC)), 17);

    assertThat(value(member, new ConsumerGroupMemberMetadataValue()).classicMemberMetadata())
        .isEqualTo(
            new ConsumerGroupMemberMetadataValue.ClassicMemberMetadata()
                .setSessionTimeoutMs(45_000)
                .setSupportedProtocols(
                    List.of(
                        new ConsumerGroupMemberMetadataValue.ClassicProtocol()
                            .setName("range")
                            .setMetadata(new byte[] {1, 2, 3}),
                        new ConsumerGroupMemberMetadataValue.ClassicProtocol()
                            .setName("sticky")
                            .setMetadata(new byte[0]))));
  }

  @Test
  void weReadKafkasAssignmentsWithoutEpochs() {
    ConsumerGroupCurrentMemberAssignmentValue value = kafkasCurrent();
    value.assignedPartitions().getFirst().setAssignmentEpochs(null);
    value.partitionsPendingRevocation().getFirst().setAssignmentEpochs(null);
    StateRecord ours =
        GroupRecordCodec.encode(new ConsumerCurrentStored("g", "m", Optional.of(CURRENT)), 17);
    ByteBuffer body = MessageUtil.toByteBufferAccessor(value, (short) 0).buffer();
    byte[] bytes =
        ByteBuffer.allocate(Short.BYTES + body.remaining()).putShort((short) 0).put(body).array();

    assertThat(GroupRecordCodec.decode(new StateRecord(ours.key(), Optional.of(bytes))))
        .isEqualTo(
            new ConsumerCurrentStored(
                "g",
                "m",
                Optional.of(
                    new CurrentAssignment(
                        7,
                        6,
                        CurrentAssignment.State.UNREVOKED,
                        Map.of(partition(0), 7, partition(2), 7),
                        Map.of(partition(1), 7)))));
  }

  private static ConsumerGroupCurrentMemberAssignmentValue kafkasCurrent() {
    return new ConsumerGroupCurrentMemberAssignmentValue()
        .setMemberEpoch(7)
        .setPreviousMemberEpoch(6)
        .setState((byte) 1)
        .setAssignedPartitions(
            List.of(
                new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                    .setTopicId(KAFKAS_TOPIC)
                    .setPartitions(List.of(0, 2))
                    .setAssignmentEpochs(List.of(3, 7))))
        .setPartitionsPendingRevocation(
            List.of(
                new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                    .setTopicId(KAFKAS_TOPIC)
                    .setPartitions(List.of(1))
                    .setAssignmentEpochs(List.of(5))));
  }

  private static TopicIdPartition partition(int number) {
    return new TopicIdPartition(TOPIC, number);
  }

  private static <K extends Message> void check(
      StateRecord record, int kind, K key, Consumer<K> content) {
    assertThat(read(key, record.key())).as("kind of key").isEqualTo((short) kind);
    content.accept(key);
  }

  private static <V extends Message> V value(StateRecord record, V value) {
    assertThat(read(value, record.value().orElseThrow())).as("version").isZero();
    return value;
  }

  private static short read(Message into, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    short number = buffer.getShort();
    into.read(new ByteBufferAccessor(buffer), (short) 0);
    assertThat(buffer.hasRemaining()).isFalse();
    return number;
  }
}
