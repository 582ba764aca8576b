package dev.headrace.log.server;

import dev.headrace.log.GroupNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransactionCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResultCollection;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * A transactional producer that speaks frame by frame, in any version, and says what it likes: its
 * name is public, and nothing is done unless asked for.
 */
public final class RawProducer implements AutoCloseable {

  public static final String GROUP = "readers";

  private final RawClient client;
  private final String topic;
  private final Uuid topicId;
  private final String transactionalId;
  private final Map<Integer, Integer> sequences = new HashMap<>();

  long producerId = -1;
  short epoch = -1;

  RawProducer(GroupNode node, String topic, String transactionalId) throws IOException {
    this(node.address(), topic, idOf(node, topic), transactionalId);
  }

  /** At any listener, also of another broker. */
  public RawProducer(InetSocketAddress address, String topic, Uuid topicId, String transactionalId)
      throws IOException {
    this.client = new RawClient(address);
    this.topic = topic;
    this.topicId = topicId;
    this.transactionalId = transactionalId;
  }

  private static Uuid idOf(GroupNode node, String topic) {
    UUID id = node.engine().topics().find(topic).orElseThrow().id();
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  public long producerId() {
    return producerId;
  }

  public short epoch() {
    return epoch;
  }

  RawClient client() {
    return client;
  }

  /** Takes the name over that the node gives. */
  public Errors init(int version) throws IOException {
    return init(version, new InitProducerIdRequestData());
  }

  /** Goes on under its name. */
  public Errors initAgain(int version) throws IOException {
    return init(
        version, new InitProducerIdRequestData().setProducerId(producerId).setProducerEpoch(epoch));
  }

  public Errors init(int version, InitProducerIdRequestData request) throws IOException {
    if (request.transactionTimeoutMs() == 0) {
      request.setTransactionTimeoutMs(60_000);
    }
    InitProducerIdResponseData answer =
        (InitProducerIdResponseData)
            client.ask(
                ApiKeys.INIT_PRODUCER_ID, version, request.setTransactionalId(transactionalId));
    if (answer.errorCode() == 0) {
      rename(answer.producerId(), answer.producerEpoch());
    }
    return Errors.forCode(answer.errorCode());
  }

  private void rename(long newProducerId, short newEpoch) {
    if (newProducerId != producerId || newEpoch != epoch) {
      sequences.clear();
    }
    producerId = newProducerId;
    epoch = newEpoch;
  }

  /** Returns what is said of partition 0. */
  public Errors add(int version, int... partitions) throws IOException {
    return add(version, topic, partitions).get(partitions[0]);
  }

  Map<Integer, Errors> add(int version, String toTopic, int... partitions) throws IOException {
    AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
    AddPartitionsToTxnTopic added = new AddPartitionsToTxnTopic().setName(toTopic);
    for (int partition : partitions) {
      added.partitions().add(partition);
    }
    topics.add(added);
    AddPartitionsToTxnRequestData request = new AddPartitionsToTxnRequestData();
    if (version < 4) {
      request
          .setV3AndBelowTransactionalId(transactionalId)
          .setV3AndBelowProducerId(producerId)
          .setV3AndBelowProducerEpoch(epoch)
          .setV3AndBelowTopics(topics);
    } else {
      AddPartitionsToTxnTransactionCollection all = new AddPartitionsToTxnTransactionCollection();
      all.add(
          new AddPartitionsToTxnTransaction()
              .setTransactionalId(transactionalId)
              .setProducerId(producerId)
              .setProducerEpoch(epoch)
              .setTopics(topics));
      request.setTransactions(all);
    }
    AddPartitionsToTxnResponseData answer =
        (AddPartitionsToTxnResponseData)
            client.ask(ApiKeys.ADD_PARTITIONS_TO_TXN, version, request);
    AddPartitionsToTxnTopicResultCollection results =
        version < 4
            ? answer.resultsByTopicV3AndBelow()
            : answer.resultsByTransaction().find(transactionalId).topicResults();
    Map<Integer, Errors> errors = new HashMap<>();
    results
        .find(toTopic)
        .resultsByPartition()
        .forEach(
            each -> errors.put(each.partitionIndex(), Errors.forCode(each.partitionErrorCode())));
    return errors;
  }

  /** Writes to one partition, with the next sequence number if that is taken. */
  public Errors produce(int version, int partition, String value) throws IOException {
    return produce(version, partition, value, transactionalId);
  }

  Errors produce(int version, int partition, String value, String underId) throws IOException {
    int sequence = sequences.getOrDefault(partition, 0);
    MemoryRecords records =
        MemoryRecords.withTransactionalRecords(
            Compression.NONE,
            producerId,
            epoch,
            sequence,
            new SimpleRecord(1_000, value.getBytes(StandardCharsets.UTF_8)));
    ProduceRequestData request = Requests.produce(topic, -1, records).setTransactionalId(underId);
    request
        .topicData()
        .forEach(
            data -> {
              data.setTopicId(version >= 13 ? topicId : Uuid.ZERO_UUID);
              data.partitionData().getFirst().setIndex(partition);
            });
    ProduceResponseData answer =
        (ProduceResponseData) client.ask(ApiKeys.PRODUCE, version, request);
    Errors error =
        Errors.forCode(
            answer.responses().iterator().next().partitionResponses().getFirst().errorCode());
    if (error == Errors.NONE) {
      sequences.put(partition, sequence + 1);
    }
    return error;
  }

  public Errors addOffsets(int version) throws IOException {
    return addOffsets(version, GROUP);
  }

  public Errors addOffsets(int version, String group) throws IOException {
    AddOffsetsToTxnResponseData answer =
        (AddOffsetsToTxnResponseData)
            client.ask(
                ApiKeys.ADD_OFFSETS_TO_TXN,
                version,
                new AddOffsetsToTxnRequestData()
                    .setTransactionalId(transactionalId)
                    .setProducerId(producerId)
                    .setProducerEpoch(epoch)
                    .setGroupId(group));
    return Errors.forCode(answer.errorCode());
  }

  /** Commits an offset for partition 0 in the name of nobody. */
  public Errors commitOffset(int version, long offset) throws IOException {
    return commitOffset(version, offset, new TxnOffsetCommitRequestData().setGroupId(GROUP));
  }

  public Errors commitOffset(int version, long offset, TxnOffsetCommitRequestData request)
      throws IOException {
    TxnOffsetCommitResponseData answer =
        (TxnOffsetCommitResponseData)
            client.ask(
                ApiKeys.TXN_OFFSET_COMMIT,
                version,
                request
                    .setTransactionalId(transactionalId)
                    .setProducerId(producerId)
                    .setProducerEpoch(epoch)
                    .setTopics(
                        List.of(
                            new TxnOffsetCommitRequestTopic()
                                .setName(topic)
                                .setPartitions(
                                    List.of(
                                        new TxnOffsetCommitRequestPartition()
                                            .setPartitionIndex(0)
                                            .setCommittedOffset(offset))))));
    return Errors.forCode(answer.topics().getFirst().partitions().getFirst().errorCode());
  }

  public Errors commit(int version) throws IOException {
    return end(version, true, producerId, epoch);
  }

  public Errors abort(int version) throws IOException {
    return end(version, false, producerId, epoch);
  }

  public Errors end(int version, boolean commit) throws IOException {
    return end(version, commit, producerId, epoch);
  }

  /** Ends what the named producer has open; the new name is taken over when it was this one. */
  public Errors end(int version, boolean commit, long ofProducerId, short ofEpoch)
      throws IOException {
    EndTxnResponseData answer =
        (EndTxnResponseData)
            client.ask(
                ApiKeys.END_TXN,
                version,
                new EndTxnRequestData()
                    .setTransactionalId(transactionalId)
                    .setProducerId(ofProducerId)
                    .setProducerEpoch(ofEpoch)
                    .setCommitted(commit));
    if (version >= 5 && answer.errorCode() == 0 && ofEpoch == epoch) {
      rename(answer.producerId(), answer.producerEpoch());
    }
    return Errors.forCode(answer.errorCode());
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
