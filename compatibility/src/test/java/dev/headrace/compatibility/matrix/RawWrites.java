package dev.headrace.compatibility.matrix;

import dev.headrace.log.server.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Writes whatever it is told, frame by frame. */
final class RawWrites implements AutoCloseable {

  private static final short BY_NAME = 12;
  private static final short BY_ID = 13;
  private static final short INIT = 5;

  private final RawClient client;

  RawWrites(InetSocketAddress address) throws IOException {
    this.client = new RawClient(address);
  }

  /** A new idempotent producer's id. */
  long producerId() throws IOException {
    InitProducerIdResponseData answer =
        (InitProducerIdResponseData)
            client.ask(
                ApiKeys.INIT_PRODUCER_ID,
                INIT,
                new InitProducerIdRequestData().setTransactionalId(null));
    return answer.producerId();
  }

  /** Writes to a topic by its name, in a version that has no ids; returns what is answered. */
  String write(String topic, int partition, int acks, MemoryRecords records) throws IOException {
    return write(BY_NAME, new TopicProduceData().setName(topic), partition, acks, records);
  }

  /** Writes to a topic by its id; returns what is answered. */
  String write(Uuid topicId, int partition, MemoryRecords records) throws IOException {
    return write(BY_ID, new TopicProduceData().setTopicId(topicId), partition, -1, records);
  }

  /** Writes in any version. */
  String write(
      short version, TopicProduceData topic, int partition, int acks, MemoryRecords records)
      throws IOException {
    ProduceRequestData request =
        new ProduceRequestData().setAcks((short) acks).setTimeoutMs(10_000);
    request
        .topicData()
        .add(
            topic.setPartitionData(
                List.of(new PartitionProduceData().setIndex(partition).setRecords(records))));
    ProduceResponseData answer =
        (ProduceResponseData) client.ask(ApiKeys.PRODUCE, version, request);
    PartitionProduceResponse written =
        answer.responses().iterator().next().partitionResponses().getFirst();
    return Errors.forCode(written.errorCode()) + " " + written.baseOffset();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
