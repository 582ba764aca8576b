package dev.headrace.log.group;

import dev.headrace.log.group.GroupRecord.ConsumerCurrentStored;
import dev.headrace.log.group.GroupRecord.ConsumerEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerMemberStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetStored;
import dev.headrace.log.record.FieldReader;
import dev.headrace.log.record.FieldWriter;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicIdPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Records of consumer groups as bytes, in the formats in which Kafka keeps them (all of version 0).
 *
 * @see <a
 *     href="https://github.com/apache/kafka/tree/trunk/group-coordinator/src/main/resources/common/message">Kafka:
 *     ConsumerGroupMetadataKey and its neighbours</a>
 */
final class ConsumerRecordCodec {

  static final short EPOCH_KEY = 3;
  static final short MEMBER_KEY = 5;
  static final short TARGET_EPOCH_KEY = 6;
  static final short TARGET_KEY = 7;
  static final short CURRENT_KEY = 8;
  private static final short VERSION = 0;
  private static final int NO_TAGS = 0;
  private static final int TIME_TAG = 0;

  private ConsumerRecordCodec() {}

  static StateRecord encode(ConsumerEpochStored record) {
    return new StateRecord(
        new FieldWriter().int16(EPOCH_KEY).string(record.group()).toByteArray(),
        value(record.epoch()).map(value -> value.unsignedVarint(NO_TAGS).toByteArray()));
  }

  /**
   * @param nowMillis since 1970, noted with the epoch (KIP-1263)
   */
  static StateRecord encode(ConsumerTargetEpochStored record, long nowMillis) {
    return new StateRecord(
        new FieldWriter().int16(TARGET_EPOCH_KEY).string(record.group()).toByteArray(),
        value(record.epoch())
            .map(
                value ->
                    value
                        .unsignedVarint(1)
                        .unsignedVarint(TIME_TAG)
                        .unsignedVarint(Long.BYTES)
                        .int64(nowMillis)
                        .toByteArray()));
  }

  private static Optional<FieldWriter> value(OptionalInt epoch) {
    return epoch.isEmpty()
        ? Optional.empty()
        : Optional.of(new FieldWriter().int16(VERSION).int32(epoch.getAsInt()));
  }

  /** The time that is noted with a target's epoch. */
  static OptionalLong notedMillis(FieldReader value) {
    checkVersion(value);
    value.int32();
    int tags = value.unsignedVarint();
    for (int i = 0; i < tags; i++) {
      int tag = value.unsignedVarint();
      int bytes = value.unsignedVarint();
      if (tag == TIME_TAG) {
        return OptionalLong.of(value.int64());
      }
      value.skip(bytes);
    }
    return OptionalLong.empty();
  }

  static StateRecord encode(ConsumerMemberStored record) {
    return new StateRecord(
        key(MEMBER_KEY, record.group(), record.memberId()),
        record.member().map(ConsumerRecordCodec::encode));
  }

  private static byte[] encode(ConsumerMember member) {
    FieldWriter fields =
        new FieldWriter()
            .int16(VERSION)
            .compactNullableString(member.instanceId())
            .compactNullableString(member.rackId())
            .compactString(member.client().id())
            .compactString(member.client().host())
            .compactCount(member.topics().size());
    member.sortedTopics().forEach(fields::compactString);
    fields
        .compactNullableString(member.pattern())
        .int32(member.rebalanceTimeoutMillis())
        .compactNullableString(member.assignor());
    ClassicTermsFields.write(fields, member.classic());
    return fields.toByteArray();
  }

  static StateRecord encode(ConsumerTargetStored record) {
    return new StateRecord(
        key(TARGET_KEY, record.group(), record.memberId()),
        record
            .target()
            .map(
                target ->
                    PartitionFields.write(new FieldWriter().int16(VERSION), target)
                        .unsignedVarint(NO_TAGS)
                        .toByteArray()));
  }

  static StateRecord encode(ConsumerCurrentStored record) {
    return new StateRecord(
        key(CURRENT_KEY, record.group(), record.memberId()),
        record.current().map(ConsumerRecordCodec::encode));
  }

  private static byte[] encode(CurrentAssignment current) {
    FieldWriter fields =
        new FieldWriter()
            .int16(VERSION)
            .int32(current.epoch())
            .int32(current.previousEpoch())
            .int8(current.state().number());
    PartitionFields.write(fields, current.assigned());
    PartitionFields.write(fields, current.revoking());
    return fields.unsignedVarint(NO_TAGS).toByteArray();
  }

  private static byte[] key(short kind, String group, String memberId) {
    return new FieldWriter().int16(kind).string(group).string(memberId).toByteArray();
  }

  /** A record whose key is read up to its kind. */
  static GroupRecord decode(short kind, FieldReader key, Optional<FieldReader> value) {
    value.ifPresent(ConsumerRecordCodec::checkVersion);
    String group = key.string();
    return switch (kind) {
      case EPOCH_KEY -> new ConsumerEpochStored(group, epoch(value));
      case TARGET_EPOCH_KEY -> new ConsumerTargetEpochStored(group, epoch(value));
      case MEMBER_KEY ->
          new ConsumerMemberStored(
              group, key.string(), value.map(ConsumerRecordCodec::decodeMember));
      case TARGET_KEY ->
          new ConsumerTargetStored(
              group, key.string(), value.map(ConsumerRecordCodec::decodeTarget));
      case CURRENT_KEY ->
          new ConsumerCurrentStored(
              group, key.string(), value.map(ConsumerRecordCodec::decodeCurrent));
      default -> throw new IllegalArgumentException("no record of consumer groups: " + kind);
    };
  }

  private static void checkVersion(FieldReader fields) {
    short version = fields.int16();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version " + version + " of a consumer group record; this release reads 0");
    }
  }

  private static OptionalInt epoch(Optional<FieldReader> value) {
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    int epoch = value.get().int32();
    value.get().skipTags();
    return OptionalInt.of(epoch);
  }

  private static ConsumerMember decodeMember(FieldReader fields) {
    Optional<String> instanceId = fields.compactNullableString();
    Optional<String> rackId = fields.compactNullableString();
    JoinRequest.Client client =
        new JoinRequest.Client(fields.compactString(), fields.compactString());
    int count = fields.compactCount();
    Set<String> topics = new HashSet<>();
    for (int i = 0; i < count; i++) {
      topics.add(fields.compactString());
    }
    Optional<String> pattern = fields.compactNullableString().filter(it -> !it.isEmpty());
    int rebalanceTimeoutMillis = fields.int32();
    Optional<String> assignor = fields.compactNullableString();
    Optional<ClassicTerms> classic = ClassicTermsFields.read(fields);
    return new ConsumerMember(
        instanceId, rackId, client, rebalanceTimeoutMillis, topics, pattern, assignor, classic);
  }

  private static Set<TopicIdPartition> decodeTarget(FieldReader fields) {
    Set<TopicIdPartition> target = PartitionFields.read(fields, 0).keySet();
    fields.skipTags();
    return Set.copyOf(target);
  }

  private static CurrentAssignment decodeCurrent(FieldReader fields) {
    int epoch = fields.int32();
    int previousEpoch = fields.int32();
    CurrentAssignment.State state = CurrentAssignment.State.numbered(fields.int8());
    Map<TopicIdPartition, Integer> assigned = new HashMap<>(PartitionFields.read(fields, epoch));
    Map<TopicIdPartition, Integer> revoking = PartitionFields.read(fields, epoch);
    fields.skipTags();
    return new CurrentAssignment(epoch, previousEpoch, state, assigned, revoking);
  }
}
