package dev.headrace.log.protocol;

import dev.headrace.log.broker.ProducerIds;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Gives idempotent producers an id of their own. One that had an id, and cannot go on with it, gets
 * a new one. Transactional ids of clients are not served yet, and refused for good.
 */
final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequestData, InitProducerIdResponseData> {

  private static final short FIRST_EPOCH = 0;

  private final ProducerIds producerIds;

  InitProducerIdHandler(ProducerIds producerIds) {
    this.producerIds = producerIds;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.INIT_PRODUCER_ID;
  }

  @Override
  public Reply<InitProducerIdResponseData> handle(
      InitProducerIdRequestData request, RequestContext context) {
    if (request.transactionalId() != null) {
      return Reply.now(
          new InitProducerIdResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
    }
    return Reply.later(
        producerIds
            .next()
            .handle(
                (id, failure) ->
                    failure == null
                        ? new InitProducerIdResponseData()
                            .setProducerId(id)
                            .setProducerEpoch(FIRST_EPOCH)
                        : new InitProducerIdResponseData()
                            .setErrorCode(Errors.KAFKA_STORAGE_ERROR.code())));
  }
}
