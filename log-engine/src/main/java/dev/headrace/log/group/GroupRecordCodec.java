package dev.headrace.log.group;

import dev.headrace.log.group.GroupMetadata.Formation;
import dev.headrace.log.group.GroupMetadata.StoredMember;
import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.record.FieldReader;
import dev.headrace.log.record.FieldWriter;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Group records as bytes, in the formats in which Kafka keeps them in {@code __consumer_offsets}.
 * Offsets are written with the id of their topic (OffsetCommitValue version 4, Kafka 4.1), groups
 * as version 3; all versions are read.
 *
 * @see <a
 *     href="https://github.com/apache/kafka/tree/trunk/group-coordinator/src/main/resources/common/message">Kafka:
 *     OffsetCommitKey, OffsetCommitValue, GroupMetadataKey, GroupMetadataValue</a>
 */
public final class GroupRecordCodec {

  private static final short LEGACY_OFFSET_KEY = 0;
  private static final short OFFSET_KEY = 1;
  private static final short GROUP_KEY = 2;
  private static final short OFFSET_VALUE_VERSION = 4;
  private static final short GROUP_VALUE_VERSION = 3;
  private static final short FIRST_FLEXIBLE_VERSION = 4;
  private static final int TOPIC_ID_TAG = 0;
  private static final int UUID_BYTES = 16;
  private static final int NO_LEADER_EPOCH = -1;

  private GroupRecordCodec() {}

  /**
   * @param nowMillis since 1970, noted with a group
   */
  public static StateRecord encode(GroupRecord record, long nowMillis) {
    return switch (record) {
      case OffsetCommitted(String group, TopicPartition partition, Optional<StoredOffset> offset) ->
          new StateRecord(offsetKey(group, partition), offset.map(GroupRecordCodec::encode));
      case GroupStored(String group, Optional<GroupMetadata> metadata) ->
          new StateRecord(
              new FieldWriter().int16(GROUP_KEY).string(group).toByteArray(),
              metadata.map(present -> encode(present, nowMillis)));
      case GroupRecord.ConsumerEpochStored it -> ConsumerRecordCodec.encode(it);
      case GroupRecord.ConsumerTargetEpochStored it -> ConsumerRecordCodec.encode(it, nowMillis);
      case GroupRecord.ConsumerMemberStored it -> ConsumerRecordCodec.encode(it);
      case GroupRecord.ConsumerTargetStored it -> ConsumerRecordCodec.encode(it);
      case GroupRecord.ConsumerCurrentStored it -> ConsumerRecordCodec.encode(it);
      case GroupRecord.Foreign(short kind) ->
          throw new IllegalArgumentException("records of kind " + kind + " are not written");
    };
  }

  private static byte[] offsetKey(String group, TopicPartition partition) {
    return new FieldWriter()
        .int16(OFFSET_KEY)
        .string(group)
        .string(partition.topic())
        .int32(partition.partition())
        .toByteArray();
  }

  /**
   * @throws IllegalArgumentException when the bytes are not what their version says
   */
  public static GroupRecord decode(StateRecord record) {
    try {
      FieldReader fields = new FieldReader(record.key());
      Optional<FieldReader> value = record.value().map(FieldReader::new);
      short kind = fields.int16();
      return switch (kind) {
        case LEGACY_OFFSET_KEY, OFFSET_KEY ->
            new OffsetCommitted(
                fields.string(),
                new TopicPartition(fields.string(), fields.int32()),
                value.map(GroupRecordCodec::decodeOffset));
        case GROUP_KEY ->
            new GroupStored(fields.string(), value.map(GroupRecordCodec::decodeGroup));
        case ConsumerRecordCodec.EPOCH_KEY,
            ConsumerRecordCodec.MEMBER_KEY,
            ConsumerRecordCodec.TARGET_EPOCH_KEY,
            ConsumerRecordCodec.TARGET_KEY,
            ConsumerRecordCodec.CURRENT_KEY ->
            ConsumerRecordCodec.decode(kind, fields, value);
        default -> new GroupRecord.Foreign(kind);
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a group record that ends too early", e);
    }
  }

  /**
   * When a group came to its present generation or epoch; empty for other records, and where Kafka
   * has not noted it.
   *
   * @throws IllegalArgumentException when the bytes are not what their version says
   */
  public static OptionalLong notedMillis(StateRecord record) {
    if (record.value().isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      short kind = new FieldReader(record.key()).int16();
      FieldReader value = new FieldReader(record.value().get());
      return switch (kind) {
        case GROUP_KEY -> notedMillis(value);
        case ConsumerRecordCodec.TARGET_EPOCH_KEY -> ConsumerRecordCodec.notedMillis(value);
        default -> OptionalLong.empty();
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a group record that ends too early", e);
    }
  }

  private static OptionalLong notedMillis(FieldReader value) {
    if (version(value, GROUP_VALUE_VERSION) < 2) {
      return OptionalLong.empty();
    }
    value.string();
    value.int32();
    value.nullableString();
    value.nullableString();
    long millis = value.int64();
    return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  private static byte[] encode(StoredOffset offset) {
    FieldWriter fields =
        new FieldWriter()
            .int16(OFFSET_VALUE_VERSION)
            .int64(offset.offset())
            .int32(offset.leaderEpoch().orElse(NO_LEADER_EPOCH))
            .compactString(offset.metadata())
            .int64(offset.committedMillis());
    if (offset.topicId().isEmpty()) {
      return fields.unsignedVarint(0).toByteArray();
    }
    return fields
        .unsignedVarint(1)
        .unsignedVarint(TOPIC_ID_TAG)
        .unsignedVarint(UUID_BYTES)
        .uuid(offset.topicId().get())
        .toByteArray();
  }

  private static StoredOffset decodeOffset(FieldReader fields) {
    short version = version(fields, OFFSET_VALUE_VERSION);
    long offset = fields.int64();
    int leaderEpoch = version >= 3 ? fields.int32() : NO_LEADER_EPOCH;
    String metadata = version >= FIRST_FLEXIBLE_VERSION ? fields.compactString() : fields.string();
    long committedMillis = fields.int64();
    return new StoredOffset(
        offset,
        leaderEpoch < 0 ? OptionalInt.empty() : OptionalInt.of(leaderEpoch),
        metadata,
        committedMillis,
        version >= FIRST_FLEXIBLE_VERSION ? topicId(fields) : Optional.empty());
  }

  private static Optional<UUID> topicId(FieldReader fields) {
    Optional<UUID> topicId = Optional.empty();
    int tags = fields.unsignedVarint();
    for (int i = 0; i < tags; i++) {
      int tag = fields.unsignedVarint();
      int bytes = fields.unsignedVarint();
      if (tag == TOPIC_ID_TAG) {
        topicId = Optional.of(fields.uuid());
      } else {
        fields.skip(bytes);
      }
    }
    return topicId;
  }

  private static byte[] encode(GroupMetadata group, long nowMillis) {
    FieldWriter fields =
        new FieldWriter()
            .int16(GROUP_VALUE_VERSION)
            .string(group.protocolType())
            .int32(group.generation())
            .nullableString(group.formation().map(Formation::protocol))
            .nullableString(group.formation().map(Formation::leader))
            .int64(nowMillis)
            .int32(group.members().size());
    for (StoredMember member : group.members()) {
      fields
          .string(member.memberId())
          .nullableString(member.instanceId())
          .string(member.client().id())
          .string(member.client().host())
          .int32(member.rebalanceTimeoutMillis())
          .int32(member.sessionTimeoutMillis())
          .bytes(member.subscription().toByteArray())
          .bytes(member.assignment().toByteArray());
    }
    return fields.toByteArray();
  }

  private static GroupMetadata decodeGroup(FieldReader fields) {
    short version = version(fields, GROUP_VALUE_VERSION);
    String protocolType = fields.string();
    int generation = fields.int32();
    Optional<String> protocol = fields.nullableString();
    Optional<String> leader = fields.nullableString();
    if (version >= 2) {
      fields.int64();
    }
    int count = fields.int32();
    List<StoredMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(decodeMember(fields, version));
    }
    Optional<Formation> formation =
        members.isEmpty() || protocol.isEmpty() || leader.isEmpty()
            ? Optional.empty()
            : Optional.of(new Formation(protocol.get(), leader.get()));
    return new GroupMetadata(
        protocolType, generation, formation, formation.isPresent() ? members : List.of());
  }

  private static StoredMember decodeMember(FieldReader fields, short version) {
    String memberId = fields.string();
    Optional<String> instanceId = version >= 3 ? fields.nullableString() : Optional.empty();
    JoinRequest.Client client = new JoinRequest.Client(fields.string(), fields.string());
    int rebalanceTimeoutMillis = version >= 1 ? fields.int32() : -1;
    int sessionTimeoutMillis = fields.int32();
    return new StoredMember(
        memberId,
        instanceId,
        client,
        rebalanceTimeoutMillis < 0 ? sessionTimeoutMillis : rebalanceTimeoutMillis,
        sessionTimeoutMillis,
        Opaque.of(fields.bytes()),
        Opaque.of(fields.bytes()));
  }

  private static short version(FieldReader fields, short newest) {
    short version = fields.int16();
    if (version < 0 || version > newest) {
      throw new IllegalArgumentException(
          "version " + version + " of a group record; this release reads up to " + newest);
    }
    return version;
  }
}
