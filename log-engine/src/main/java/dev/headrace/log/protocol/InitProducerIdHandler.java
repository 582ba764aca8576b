package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.ClientTransactions.Named;
import dev.headrace.log.broker.ProducerIds;
import dev.headrace.log.transaction.ProducerEpoch;
import java.util.Optional;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Gives producers an id and an epoch. An idempotent one that cannot go on with its id gets a new
 * one; under a transactional id the next epoch fences all before it.
 */
final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequestData, InitProducerIdResponseData> {

  private static final short FIRST_VERSION_WITH_FENCED = 4;
  private static final short FIRST_VERSION_WITH_ABORTABLE = 5;
  private static final int NONE = -1;

  private final ProducerIds producerIds;
  private final ClientTransactions transactions;

  InitProducerIdHandler(ProducerIds producerIds, ClientTransactions transactions) {
    this.producerIds = producerIds;
    this.transactions = transactions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.INIT_PRODUCER_ID;
  }

  @Override
  public Reply<InitProducerIdResponseData> handle(
      InitProducerIdRequestData request, RequestContext context) {
    boolean namesId = request.producerId() != NONE;
    boolean namesEpoch = request.producerEpoch() != NONE;
    if (namesId != namesEpoch) {
      return Reply.now(refused(Errors.INVALID_REQUEST));
    }
    if (request.transactionalId() == null) {
      return Reply.later(
          producerIds
              .next()
              .handle(
                  (id, failure) ->
                      failure == null
                          ? named(ProducerEpoch.firstOf(id))
                          : refused(Errors.KAFKA_STORAGE_ERROR)));
    }
    Optional<ProducerEpoch> expected =
        namesId
            ? Optional.of(new ProducerEpoch(request.producerId(), request.producerEpoch()))
            : Optional.empty();
    return Reply.later(
        transactions
            .init(request.transactionalId(), expected, request.transactionTimeoutMs())
            .thenApply(named -> toWire(named, context.version())));
  }

  private static InitProducerIdResponseData toWire(Named named, short version) {
    return switch (named) {
      case Named.As(ProducerEpoch producer) -> named(producer);
      case Named.Refused(var error) ->
          refused(
              TransactionErrors.toWire(
                  error,
                  version >= FIRST_VERSION_WITH_FENCED,
                  version >= FIRST_VERSION_WITH_ABORTABLE));
    };
  }

  private static InitProducerIdResponseData named(ProducerEpoch producer) {
    return new InitProducerIdResponseData()
        .setProducerId(producer.producerId())
        .setProducerEpoch(producer.epoch());
  }

  private static InitProducerIdResponseData refused(Errors error) {
    return new InitProducerIdResponseData()
        .setErrorCode(error.code())
        .setProducerId(NONE)
        .setProducerEpoch((short) NONE);
  }
}
