package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headrace.log.group.GroupMetadata.Formation;
import dev.headrace.log.group.GroupMetadata.StoredMember;
import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write Kafka's own classes read, and the other way round. */
final class KeepingRecordsInKafkasFormatTest {

  private static final UUID TOPIC_ID = UUID.fromString("6c2f1c0e-0f2e-4b25-9d0a-3c8f1e6b7a55");
  private static final TopicPartition PARTITION = new TopicPartition("Zürich", 7);
  private static final StoredOffset OFFSET =
      new StoredOffset(42, OptionalInt.of(3), "ünï", 1_700_000_000_000L, Optional.of(TOPIC_ID));
  private static final GroupMetadata GROUP =
      new GroupMetadata(
          "consumer",
          5,
          Optional.of(new Formation("range", "m1")),
          List.of(
              new StoredMember(
                  "m1",
                  Optional.of("i1"),
                  new JoinRequest.Client("client", "/127.0.0.1"),
                  300_000,
                  45_000,
                  TestGroup.bytes("subscription"),
                  TestGroup.bytes("assignment"))));

  static Stream<GroupRecord> records() {
    return Stream.of(
        new OffsetCommitted("g", PARTITION, Optional.of(OFFSET)),
        new OffsetCommitted(
            "g",
            PARTITION,
            Optional.of(new StoredOffset(0, OptionalInt.empty(), "", 1, Optional.empty()))),
        new OffsetCommitted("g", PARTITION, Optional.empty()),
        new GroupStored("g", Optional.of(GROUP)),
        new GroupStored("g", Optional.of(new GroupMetadata("", 9, Optional.empty(), List.of()))),
        new GroupStored("g", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void whatIsWrittenIsReadBack(GroupRecord record) {
    assertThat(GroupRecordCodec.decode(GroupRecordCodec.encode(record, 17))).isEqualTo(record);
  }

  @Test
  void kafkaReadsOurOffsets() {
    StateRecord written =
        GroupRecordCodec.encode(new OffsetCommitted("g", PARTITION, Optional.of(OFFSET)), 17);

    OffsetCommitKey key = new OffsetCommitKey();
    assertThat(read(key, written.key())).as("kind of key").isEqualTo((short) 1);
    OffsetCommitValue value = new OffsetCommitValue();
    read(value, written.value().orElseThrow());

    assertThat(key)
        .isEqualTo(new OffsetCommitKey().setGroup("g").setTopic("Zürich").setPartition(7));
    assertThat(value)
        .isEqualTo(
            new OffsetCommitValue()
                .setOffset(42)
                .setLeaderEpoch(3)
                .setMetadata("ünï")
                .setCommitTimestamp(1_700_000_000_000L)
                .setTopicId(
                    new Uuid(
                        TOPIC_ID.getMostSignificantBits(), TOPIC_ID.getLeastSignificantBits())));
  }

  @Test
  void kafkaReadsOurGroups() {
    StateRecord written = GroupRecordCodec.encode(new GroupStored("g", Optional.of(GROUP)), 17);

    GroupMetadataKey key = new GroupMetadataKey();
    assertThat(read(key, written.key())).as("kind of key").isEqualTo((short) 2);
    GroupMetadataValue value = new GroupMetadataValue();
    read(value, written.value().orElseThrow());

    assertThat(key.group()).isEqualTo("g");
    assertThat(value).isEqualTo(kafkasGroup());
  }

  @ParameterizedTest
  @ValueSource(shorts = {0, 1, 2, 3, 4})
  void weReadKafkasOffsetsOfEveryVersion(short version) {
    OffsetCommitValue value =
        new OffsetCommitValue().setOffset(42).setMetadata("ünï").setCommitTimestamp(99);
    byte[] key = written((short) 1, new OffsetCommitKey().setGroup("g").setTopic("t"), (short) 0);

    GroupRecord read =
        GroupRecordCodec.decode(
            new StateRecord(key, Optional.of(written(version, value, version))));

    assertThat(read)
        .isEqualTo(
            new OffsetCommitted(
                "g",
                new TopicPartition("t", 0),
                Optional.of(
                    new StoredOffset(42, OptionalInt.empty(), "ünï", 99, Optional.empty()))));
  }

  @ParameterizedTest
  @ValueSource(shorts = {3})
  void weReadKafkasGroups(short version) {
    byte[] key = written((short) 2, new GroupMetadataKey().setGroup("g"), (short) 0);

    GroupRecord read =
        GroupRecordCodec.decode(
            new StateRecord(key, Optional.of(written(version, kafkasGroup(), version))));

    assertThat(read).isEqualTo(new GroupStored("g", Optional.of(GROUP)));
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

  private static GroupMetadataValue kafkasGroup() {
    return new GroupMetadataValue()
        .setProtocolType("consumer")
        .setGeneration(5)
        .setProtocol("range")
        .setLeader("m1")
        .setCurrentStateTimestamp(17)
        .setMembers(
            List.of(
                new GroupMetadataValue.MemberMetadata()
                    .setMemberId("m1")
                    .setGroupInstanceId("i1")
                    .setClientId("client")
                    .setClientHost("/127.0.0.1")
                    .setRebalanceTimeout(300_000)
                    .setSessionTimeout(45_000)
                    .setSubscription(TestGroup.bytes("subscription").toByteArray())
                    .setAssignment(TestGroup.bytes("assignment").toByteArray())));
  }

  /** Returns the number in front: the kind of a key, the version of a value. */
  private static short read(Message into, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    short number = buffer.getShort();
    boolean isKey = into.highestSupportedVersion() == 0;
    into.read(new ByteBufferAccessor(buffer), isKey ? 0 : number);
    assertThat(buffer.hasRemaining()).isFalse();
    return number;
  }

  private static byte[] written(short number, Message message, short version) {
    ByteBuffer body = MessageUtil.toByteBufferAccessor(message, version).buffer();
    return ByteBuffer.allocate(Short.BYTES + body.remaining()).putShort(number).put(body).array();
  }
}
