package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.ClientTransactions.Writer;
import dev.headrace.log.broker.TransactionalOffsets;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionVersion;
import java.util.Set;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Adds the partition that holds a group to a transaction, in which its offsets are committed. */
final class AddOffsetsToTxnHandler
    implements ApiHandler<AddOffsetsToTxnRequestData, AddOffsetsToTxnResponseData> {

  private static final short FIRST_VERSION_WITH_FENCED = 2;
  private static final short FIRST_VERSION_WITH_ABORTABLE = 4;

  private final ClientTransactions transactions;
  private final TransactionalOffsets offsets;

  AddOffsetsToTxnHandler(ClientTransactions transactions, TransactionalOffsets offsets) {
    this.transactions = transactions;
    this.offsets = offsets;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.ADD_OFFSETS_TO_TXN;
  }

  @Override
  public Reply<AddOffsetsToTxnResponseData> handle(
      AddOffsetsToTxnRequestData request, RequestContext context) {
    Writer writer =
        new Writer(
            request.transactionalId(),
            new ProducerEpoch(request.producerId(), request.producerEpoch()),
            TransactionVersion.V0);
    return Reply.later(
        offsets
            .partitionOf(request.groupId())
            .thenCompose(partition -> transactions.add(writer, Set.of(partition)))
            .handle(
                (refusal, failure) ->
                    failure == null
                        ? refusal.map(error -> toWire(error, context.version())).orElse(Errors.NONE)
                        : Errors.COORDINATOR_NOT_AVAILABLE)
            .thenApply(error -> new AddOffsetsToTxnResponseData().setErrorCode(error.code())));
  }

  private static Errors toWire(TransactionError error, short version) {
    return TransactionErrors.toWire(
        error, version >= FIRST_VERSION_WITH_FENCED, version >= FIRST_VERSION_WITH_ABORTABLE);
  }
}
