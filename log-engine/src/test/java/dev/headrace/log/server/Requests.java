package dev.headrace.log.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Requests as tests need them, for partition 0 of a topic. */
public final class Requests {

  static final long LATEST = -1;

  private Requests() {}

  static ProduceRequestData produce(String topic, int acks, String... values) {
    SimpleRecord[] records = new SimpleRecord[values.length];
    for (int i = 0; i < values.length; i++) {
      records[i] = new SimpleRecord(1000 + i, values[i].getBytes(StandardCharsets.UTF_8));
    }
    return produce(topic, acks, MemoryRecords.withRecords(Compression.NONE, records));
  }

  static ProduceRequestData produce(String topic, int acks, MemoryRecords records) {
    ProduceRequestData request =
        new ProduceRequestData().setAcks((short) acks).setTimeoutMs(10_000);
    request
        .topicData()
        .add(
            new TopicProduceData()
                .setName(topic)
                .setPartitionData(
                    List.of(new PartitionProduceData().setIndex(0).setRecords(records))));
    return request;
  }

  public static FetchRequestData fetch(String topic, long offset, int minBytes, int maxWaitMillis) {
    return new FetchRequestData()
        .setMinBytes(minBytes)
        .setMaxBytes(10_000_000)
        .setMaxWaitMs(maxWaitMillis)
        .setSessionEpoch(-1)
        .setTopics(
            List.of(
                new FetchTopic()
                    .setTopic(topic)
                    .setPartitions(
                        List.of(
                            new FetchPartition()
                                .setPartition(0)
                                .setFetchOffset(offset)
                                .setPartitionMaxBytes(10_000_000)))));
  }

  static ListOffsetsRequestData listOffsets(String topic, long timestamp) {
    return new ListOffsetsRequestData()
        .setReplicaId(-1)
        .setTopics(
            List.of(
                new ListOffsetsTopic()
                    .setName(topic)
                    .setPartitions(
                        List.of(
                            new ListOffsetsPartition()
                                .setPartitionIndex(0)
                                .setTimestamp(timestamp)))));
  }
}
