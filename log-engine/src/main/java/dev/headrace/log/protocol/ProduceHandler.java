package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Appends batches as they lie in the frame. {@code acks=all} is answered when they are durable,
 * {@code acks=1} when they are written, {@code acks=0} never.
 */
final class ProduceHandler implements ApiHandler<ProduceRequestData, ProduceResponseData> {

  private final PartitionLookup partitions;
  private final ClientTransactions transactions;

  ProduceHandler(PartitionLookup partitions, ClientTransactions transactions) {
    this.partitions = partitions;
    this.transactions = transactions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.PRODUCE;
  }

  @Override
  public Reply<ProduceResponseData> handle(ProduceRequestData request, RequestContext context) {
    Production production = new Production(partitions, transactions, request, context.version());
    ProduceResponseData response = production.append();
    return switch (request.acks()) {
      case Production.ACKS_ALL -> production.whenDurable();
      case Production.ACKS_NONE -> unanswered(response);
      default -> Reply.now(response);
    };
  }

  /** A producer that wants no answers learns of an error by the end of its connection only. */
  private static Reply<ProduceResponseData> unanswered(ProduceResponseData response) {
    for (var topic : response.responses()) {
      for (var partition : topic.partitionResponses()) {
        Errors error = Errors.forCode(partition.errorCode());
        if (error != Errors.NONE) {
          return new Reply.HangUp<>("an acks=0 produce failed with " + error);
        }
      }
    }
    return new Reply.None<>();
  }
}
