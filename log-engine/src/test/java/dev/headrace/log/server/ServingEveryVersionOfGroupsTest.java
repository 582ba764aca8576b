package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.GroupNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a group in the oldest version of each API, in the newest, and in all between. */
@TestInstance(Lifecycle.PER_CLASS)
final class ServingEveryVersionOfGroupsTest {

  private static final String GROUP = "readers";
  private static final String TOPIC = "orders";
  private static final byte[] WORK = "work".getBytes(StandardCharsets.UTF_8);

  private GroupNode node;
  private RawClient client;
  private Uuid topicId;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    node = GroupNode.start(folder);
    client = new RawClient(node.address());
    UUID id = node.engine().topics().find(TOPIC).orElseThrow().id();
    topicId = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    node.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aMemberJoinsCommitsAndLeaves(int version) throws Exception {
    findCoordinator(version);
    JoinGroupResponseData joined = join(version);
    sync(version, joined);
    heartbeat(version, joined);
    commit(version, joined);
    assertThat(fetch(version)).isEqualTo(42);
    assertThat(list(version)).isEqualTo(GROUP);
    assertThat(describe(version)).isEqualTo("Stable");
    leave(version, joined);
    assertThat(describe(version)).isEqualTo("Empty");
    delete(version);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aRefusalHasAFormInEveryVersion(int version) throws Exception {
    JoinGroupResponseData joined = join(version, joining("nobody"));
    assertThat(joined.errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());

    SyncGroupResponseData synced =
        ask(
            ApiKeys.SYNC_GROUP,
            version,
            new SyncGroupRequestData()
                .setGroupId(GROUP)
                .setMemberId("nobody")
                .setProtocolType("consumer")
                .setProtocolName("range"));
    assertThat(synced.errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
  }

  private void findCoordinator(int version) throws Exception {
    FindCoordinatorRequestData request = new FindCoordinatorRequestData();
    boolean several = within(ApiKeys.FIND_COORDINATOR, version) >= 4;
    FindCoordinatorResponseData found =
        ask(
            ApiKeys.FIND_COORDINATOR,
            version,
            several ? request.setCoordinatorKeys(List.of(GROUP)) : request.setKey(GROUP));
    assertThat(several ? found.coordinators().getFirst().port() : found.port())
        .isEqualTo(node.address().getPort());
  }

  private JoinGroupResponseData join(int version) throws Exception {
    JoinGroupResponseData joined = join(version, joining(""));
    if (joined.errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
      joined = join(version, joining(joined.memberId()));
    }
    assertThat(joined.errorCode()).isZero();
    assertThat(joined.leader()).isEqualTo(joined.memberId());
    assertThat(joined.members()).hasSize(1);
    return joined;
  }

  private JoinGroupResponseData join(int version, JoinGroupRequestData request) throws Exception {
    return ask(ApiKeys.JOIN_GROUP, version, request);
  }

  private static JoinGroupRequestData joining(String memberId) {
    JoinGroupRequestProtocolCollection protocols = new JoinGroupRequestProtocolCollection();
    protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(WORK));
    return new JoinGroupRequestData()
        .setGroupId(GROUP)
        .setMemberId(memberId)
        .setSessionTimeoutMs(10_000)
        .setRebalanceTimeoutMs(10_000)
        .setProtocolType("consumer")
        .setProtocols(protocols);
  }

  private void sync(int version, JoinGroupResponseData joined) throws Exception {
    SyncGroupResponseData synced =
        ask(
            ApiKeys.SYNC_GROUP,
            version,
            new SyncGroupRequestData()
                .setGroupId(GROUP)
                .setMemberId(joined.memberId())
                .setGenerationId(joined.generationId())
                .setProtocolType("consumer")
                .setProtocolName("range")
                .setAssignments(
                    List.of(
                        new SyncGroupRequestAssignment()
                            .setMemberId(joined.memberId())
                            .setAssignment(WORK))));
    assertThat(synced.errorCode()).isZero();
    assertThat(synced.assignment()).isEqualTo(WORK);
  }

  private void heartbeat(int version, JoinGroupResponseData joined) throws Exception {
    HeartbeatResponseData answer =
        ask(
            ApiKeys.HEARTBEAT,
            version,
            new HeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(joined.memberId())
                .setGenerationId(joined.generationId()));
    assertThat(answer.errorCode()).isZero();
  }

  private void commit(int version, JoinGroupResponseData joined) throws Exception {
    OffsetCommitResponseData answer =
        ask(
            ApiKeys.OFFSET_COMMIT,
            version,
            new OffsetCommitRequestData()
                .setGroupId(GROUP)
                .setMemberId(joined.memberId())
                .setGenerationIdOrMemberEpoch(joined.generationId())
                .setTopics(
                    List.of(
                        new OffsetCommitRequestTopic()
                            .setName(TOPIC)
                            .setTopicId(topicId)
                            .setPartitions(
                                List.of(
                                    new OffsetCommitRequestPartition()
                                        .setPartitionIndex(0)
                                        .setCommittedOffset(42)
                                        .setCommittedMetadata(null))))));
    assertThat(answer.topics().getFirst().partitions().getFirst().errorCode()).isZero();
  }

  private long fetch(int version) throws Exception {
    if (within(ApiKeys.OFFSET_FETCH, version) < 8) {
      OffsetFetchResponseData answer =
          ask(
              ApiKeys.OFFSET_FETCH,
              version,
              new OffsetFetchRequestData()
                  .setGroupId(GROUP)
                  .setTopics(
                      List.of(
                          new OffsetFetchRequestTopic()
                              .setName(TOPIC)
                              .setPartitionIndexes(List.of(0)))));
      return answer.topics().getFirst().partitions().getFirst().committedOffset();
    }
    OffsetFetchResponseData answer =
        ask(
            ApiKeys.OFFSET_FETCH,
            version,
            new OffsetFetchRequestData()
                .setGroups(
                    List.of(
                        new OffsetFetchRequestGroup()
                            .setGroupId(GROUP)
                            .setTopics(
                                List.of(
                                    new OffsetFetchRequestTopics()
                                        .setName(TOPIC)
                                        .setTopicId(topicId)
                                        .setPartitionIndexes(List.of(0)))))));
    return answer.groups().getFirst().topics().getFirst().partitions().getFirst().committedOffset();
  }

  private String list(int version) throws Exception {
    ListGroupsResponseData answer = ask(ApiKeys.LIST_GROUPS, version, new ListGroupsRequestData());
    return answer.groups().getFirst().groupId();
  }

  private String describe(int version) throws Exception {
    DescribeGroupsResponseData answer =
        ask(
            ApiKeys.DESCRIBE_GROUPS,
            version,
            new DescribeGroupsRequestData().setGroups(List.of(GROUP)));
    return answer.groups().getFirst().groupState();
  }

  private void leave(int version, JoinGroupResponseData joined) throws Exception {
    LeaveGroupRequestData request = new LeaveGroupRequestData().setGroupId(GROUP);
    boolean several = within(ApiKeys.LEAVE_GROUP, version) >= 3;
    LeaveGroupResponseData answer =
        ask(
            ApiKeys.LEAVE_GROUP,
            version,
            several
                ? request.setMembers(
                    List.of(
                        new LeaveGroupRequestData.MemberIdentity().setMemberId(joined.memberId())))
                : request.setMemberId(joined.memberId()));
    assertThat(several ? answer.members().getFirst().errorCode() : answer.errorCode()).isZero();
  }

  private void delete(int version) throws Exception {
    DeleteGroupsResponseData answer =
        ask(
            ApiKeys.DELETE_GROUPS,
            version,
            new DeleteGroupsRequestData().setGroupsNames(List.of(GROUP)));
    assertThat(answer.results().iterator().next().errorCode()).isZero();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T extends ApiMessage> T ask(ApiKeys api, int version, ApiMessage request)
      throws Exception {
    return (T) client.ask(api, within(api, version), request);
  }

  /** The version of the API that comes nearest. */
  private static int within(ApiKeys api, int version) {
    return Math.clamp(version, api.oldestVersion(), api.latestVersion());
  }
}
