package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.TransactionListing;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.Owner;
import dev.headrace.log.transaction.TransactionState;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Set;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Tells how far the transactions of ids have come, those of writers inside the process, too. */
final class DescribeTransactionsHandler
    implements ApiHandler<DescribeTransactionsRequestData, DescribeTransactionsResponseData> {

  private final ClientTransactions transactions;

  DescribeTransactionsHandler(ClientTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_TRANSACTIONS;
  }

  @Override
  public Reply<DescribeTransactionsResponseData> handle(
      DescribeTransactionsRequestData request, RequestContext context) {
    DescribeTransactionsResponseData response = new DescribeTransactionsResponseData();
    for (String id : request.transactionalIds()) {
      response
          .transactionStates()
          .add(
              transactions
                  .describe(id)
                  .map(TransactionListing::state)
                  .map(DescribeTransactionsHandler::toWire)
                  .orElseGet(() -> unknown(id))
                  .setTransactionalId(id));
    }
    return Reply.now(response);
  }

  private static DescribeTransactionsResponseData.TransactionState unknown(String id) {
    return new DescribeTransactionsResponseData.TransactionState()
        .setErrorCode(
            (id.isEmpty() ? Errors.INVALID_REQUEST : Errors.TRANSACTIONAL_ID_NOT_FOUND).code());
  }

  private static DescribeTransactionsResponseData.TransactionState toWire(TransactionState state) {
    Owner owner = state.owner();
    DescribeTransactionsResponseData.TransactionState answer =
        new DescribeTransactionsResponseData.TransactionState()
            .setProducerId(owner.producer().producerId())
            .setProducerEpoch(owner.producer().epoch())
            .setTransactionState(TransactionStates.name(state))
            .setTransactionTimeoutMs(owner.timeoutMillis())
            .setTransactionStartTimeMs(state.startedMillis());
    for (TopicPartition partition : partitions(state)) {
      TopicData topic = answer.topics().find(partition.topic());
      if (topic == null) {
        topic = new TopicData().setTopic(partition.topic());
        answer.topics().mustAdd(topic);
      }
      topic.partitions().add(partition.partition());
    }
    return answer;
  }

  private static Set<TopicPartition> partitions(TransactionState state) {
    return switch (state) {
      case Empty _, Completed _ -> Set.of();
      case Ongoing ongoing -> ongoing.partitions();
      case Ending ending -> ending.transaction().partitions();
      case Prepared prepared -> prepared.partitions();
    };
  }
}
