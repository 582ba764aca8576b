package dev.headrace.compatibility.matrix;

import dev.headrace.log.server.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * A member of the classic protocol that says whatever it is told, step by step; as the leader of a
 * group it shares the partitions of the group's topic out.
 */
final class ClassicMember implements AutoCloseable {

  private static final String TYPE = "consumer";
  private static final int SESSION_MILLIS = 30_000;
  private static final int REBALANCE_MILLIS = 60_000;

  private final RawClient client;
  private final String group;
  private final int partitions;
  private final Epochs epochs;
  private final List<String> protocols;
  private String id = "";
  private int generation = -1;
  private String protocol = "";
  private List<JoinGroupResponseMember> members = List.of();
  private List<Integer> assigned = List.of();

  /**
   * @param partitions of the topic of the group's name, which it reads
   * @param epochs of the group, generations too
   */
  ClassicMember(
      InetSocketAddress address, String group, int partitions, Epochs epochs, String... protocols)
      throws IOException {
    this.client = new RawClient(address);
    this.group = group;
    this.partitions = partitions;
    this.epochs = epochs;
    this.protocols = List.of(protocols);
  }

  String id() {
    return id;
  }

  List<Integer> assigned() {
    return assigned;
  }

  /** The first request of a new member, which only gets it an id. */
  String ask() throws IOException {
    JoinGroupResponseData answer = ask(List.of(), _ -> {});
    id = answer.memberId();
    return Errors.forCode(answer.errorCode()).name();
  }

  /** As one that reads nothing meanwhile. */
  String join() throws IOException {
    return join(List.of(), _ -> {});
  }

  /** As one that reads on what it names, and says something more, or something else. */
  String join(List<Integer> owned, Consumer<JoinGroupRequestData> more) throws IOException {
    JoinGroupResponseData answer = ask(owned, more);
    if (answer.errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
      id = answer.memberId();
      answer = ask(owned, more);
    }
    if (answer.errorCode() != Errors.NONE.code()) {
      return Errors.forCode(answer.errorCode()).name();
    }
    id = answer.memberId();
    generation = epochs.counted(answer.generationId());
    protocol = answer.protocolName();
    members = answer.members();
    return "epoch "
        + generation
        + " "
        + answer.protocolType()
        + " "
        + protocol
        + (answer.leader().equals(id) ? ", leads " + members.size() : "");
  }

  private JoinGroupResponseData ask(List<Integer> owned, Consumer<JoinGroupRequestData> more)
      throws IOException {
    JoinGroupRequestData request =
        new JoinGroupRequestData()
            .setGroupId(group)
            .setMemberId(id)
            .setSessionTimeoutMs(SESSION_MILLIS)
            .setRebalanceTimeoutMs(REBALANCE_MILLIS)
            .setProtocolType(TYPE);
    Subscription subscription =
        new Subscription(
            List.of(group),
            null,
            owned.stream().map(number -> new TopicPartition(group, number)).toList());
    for (String name : protocols) {
      request
          .protocols()
          .add(
              new JoinGroupRequestProtocol()
                  .setName(name)
                  .setMetadata(bytes(ConsumerProtocol.serializeSubscription(subscription))));
    }
    more.accept(request);
    return (JoinGroupResponseData) client.ask(ApiKeys.JOIN_GROUP, 9, request);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  String sync() throws IOException {
    return sync(_ -> {});
  }

  String sync(Consumer<SyncGroupRequestData> more) throws IOException {
    SyncGroupRequestData request =
        new SyncGroupRequestData()
            .setGroupId(group)
            .setMemberId(id)
            .setGenerationId(epochs.own(generation))
            .setProtocolType(TYPE)
            .setProtocolName(protocol)
            .setAssignments(shares());
    more.accept(request);
    SyncGroupResponseData answer =
        (SyncGroupResponseData) client.ask(ApiKeys.SYNC_GROUP, 5, request);
    if (answer.errorCode() != Errors.NONE.code()) {
      return Errors.forCode(answer.errorCode()).name();
    }
    assigned =
        ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(answer.assignment()))
            .partitions()
            .stream()
            .map(TopicPartition::partition)
            .toList();
    return answer.protocolType() + " " + answer.protocolName() + ", partitions " + assigned.size();
  }

  private List<SyncGroupRequestAssignment> shares() {
    List<SyncGroupRequestAssignment> shares = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      List<TopicPartition> share = new ArrayList<>();
      for (int number = i; number < partitions; number += members.size()) {
        share.add(new TopicPartition(group, number));
      }
      shares.add(share(members.get(i).memberId(), new Assignment(share)));
    }
    return shares;
  }

  static SyncGroupRequestAssignment share(String memberId, Assignment assignment) {
    return new SyncGroupRequestAssignment()
        .setMemberId(memberId)
        .setAssignment(bytes(ConsumerProtocol.serializeAssignment(assignment)));
  }

  String beat() throws IOException {
    return beat(generation, _ -> {});
  }

  String beat(int claimed, Consumer<HeartbeatRequestData> more) throws IOException {
    HeartbeatRequestData request =
        new HeartbeatRequestData()
            .setGroupId(group)
            .setMemberId(id)
            .setGenerationId(epochs.own(claimed));
    more.accept(request);
    HeartbeatResponseData answer =
        (HeartbeatResponseData) client.ask(ApiKeys.HEARTBEAT, 4, request);
    return Errors.forCode(answer.errorCode()).name();
  }

  String leave() throws IOException {
    return leave(new MemberIdentity().setMemberId(id));
  }

  /** Lets others go, too. */
  String leave(MemberIdentity... leavers) throws IOException {
    LeaveGroupResponseData answer =
        (LeaveGroupResponseData)
            client.ask(
                ApiKeys.LEAVE_GROUP,
                5,
                new LeaveGroupRequestData().setGroupId(group).setMembers(List.of(leavers)));
    return Errors.forCode(answer.errorCode())
        + " "
        + answer.members().stream().map(it -> Errors.forCode(it.errorCode())).toList();
  }

  String commit(int version, int claimed, int partition, long offset) throws IOException {
    return RawOffsets.commit(client, version, group, id, epochs.own(claimed), partition, offset);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
