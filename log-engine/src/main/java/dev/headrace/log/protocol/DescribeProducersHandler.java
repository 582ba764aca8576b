package dev.headrace.log.protocol;

import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.ActiveProducer;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Tells who writes to partitions, and which of them have transactions open there. */
final class DescribeProducersHandler
    implements ApiHandler<DescribeProducersRequestData, DescribeProducersResponseData> {

  private static final int NONE = -1;

  private final PartitionLookup partitions;

  DescribeProducersHandler(PartitionLookup partitions) {
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_PRODUCERS;
  }

  @Override
  public Reply<DescribeProducersResponseData> handle(
      DescribeProducersRequestData request, RequestContext context) {
    DescribeProducersResponseData response = new DescribeProducersResponseData();
    for (TopicRequest topic : request.topics()) {
      TopicResponse answer = new TopicResponse().setName(topic.name());
      topic
          .partitionIndexes()
          .forEach(index -> answer.partitions().add(describe(topic.name(), index)));
      response.topics().add(answer);
    }
    return Reply.now(response);
  }

  private PartitionResponse describe(String topic, int index) {
    PartitionResponse answer = new PartitionResponse().setPartitionIndex(index);
    return switch (partitions.byName(topic, index)) {
      case PartitionLookup.Lookup.Missing(Errors error) -> refuse(answer, error, error.message());
      case PartitionLookup.Lookup.Found(PartitionLog log) -> {
        if (log.offlineReason().isPresent()) {
          yield refuse(answer, Errors.KAFKA_STORAGE_ERROR, log.offlineReason().get());
        }
        log.producers().forEach(producer -> answer.activeProducers().add(toWire(producer)));
        yield answer;
      }
    };
  }

  private static PartitionResponse refuse(PartitionResponse answer, Errors error, String message) {
    return answer.setErrorCode(error.code()).setErrorMessage(message);
  }

  private static ProducerState toWire(ActiveProducer producer) {
    return new ProducerState()
        .setProducerId(producer.producerId())
        .setProducerEpoch(producer.producerEpoch())
        .setLastSequence(producer.lastSequence())
        .setLastTimestamp(producer.lastSeenMillis())
        .setCoordinatorEpoch(producer.coordinatorEpoch())
        .setCurrentTxnStartOffset(producer.openFrom().orElse(NONE));
  }
}
