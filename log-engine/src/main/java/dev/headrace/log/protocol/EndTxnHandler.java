package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.ClientTransactions.Named;
import dev.headrace.log.broker.ClientTransactions.Writer;
import dev.headrace.log.record.Marker;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionVersion;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Commits or aborts transactions. From version 5 on the answer names the producer anew, so that
 * nothing that comes late can hit its next transaction (KIP-890).
 */
final class EndTxnHandler implements ApiHandler<EndTxnRequestData, EndTxnResponseData> {

  private static final short FIRST_VERSION_WITH_FENCED = 2;
  private static final short FIRST_VERSION_WITH_ABORTABLE = 4;
  private static final short FIRST_VERSION_THAT_NAMES_ANEW = 5;

  private final ClientTransactions transactions;

  EndTxnHandler(ClientTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.END_TXN;
  }

  @Override
  public Reply<EndTxnResponseData> handle(EndTxnRequestData request, RequestContext context) {
    Writer writer =
        new Writer(
            request.transactionalId(),
            new ProducerEpoch(request.producerId(), request.producerEpoch()),
            context.version() >= FIRST_VERSION_THAT_NAMES_ANEW
                ? TransactionVersion.V2
                : TransactionVersion.V0);
    return Reply.later(
        transactions
            .end(writer, request.committed() ? Marker.COMMIT : Marker.ABORT)
            .thenApply(named -> toWire(named, context.version())));
  }

  private static EndTxnResponseData toWire(Named named, short version) {
    return switch (named) {
      case Named.As(ProducerEpoch producer) ->
          version >= FIRST_VERSION_THAT_NAMES_ANEW
              ? new EndTxnResponseData()
                  .setProducerId(producer.producerId())
                  .setProducerEpoch(producer.epoch())
              : new EndTxnResponseData();
      case Named.Refused(var error) ->
          new EndTxnResponseData()
              .setErrorCode(
                  TransactionErrors.toWire(
                          error,
                          version >= FIRST_VERSION_WITH_FENCED,
                          version >= FIRST_VERSION_WITH_ABORTABLE)
                      .code());
    };
  }
}
