package dev.headrace.log.protocol;

import dev.headrace.log.broker.Fetch;
import dev.headrace.log.broker.FetchQuery;
import dev.headrace.log.broker.Fetches;
import dev.headrace.log.record.Isolation;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Reads from partitions, waiting for data as long as the client asks. There are no fetch sessions:
 * session id 0 tells clients to name all their partitions each time, which they do (KIP-227).
 */
final class FetchHandler implements ApiHandler<FetchRequestData, FetchResponseData> {

  /** Kafka's {@code fetch.max.bytes} of the broker. */
  private static final int MOST_BYTES = 55 * 1024 * 1024;

  private static final int MOST_WAIT_MILLIS = 5 * 60 * 1000;
  private static final byte READ_COMMITTED = 1;

  private final PartitionLookup partitions;
  private final Fetches fetches;

  FetchHandler(PartitionLookup partitions, Fetches fetches) {
    this.partitions = partitions;
    this.fetches = fetches;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.FETCH;
  }

  @Override
  public Reply<FetchResponseData> handle(FetchRequestData request, RequestContext context) {
    if (request.sessionId() != 0) {
      return Reply.now(
          new FetchResponseData().setErrorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code()));
    }
    FetchAnswer answer = FetchAnswer.to(request, context.version(), partitions);
    Fetch fetch = fetches.start(query(request, answer), context.connection().eventLoop());
    return new Reply.Answer<>(fetch.reads().thenApply(answer::fill), fetch::abandon);
  }

  private static FetchQuery query(FetchRequestData request, FetchAnswer answer) {
    return new FetchQuery(
        answer.wanted(),
        request.isolationLevel() == READ_COMMITTED
            ? Isolation.READ_COMMITTED
            : Isolation.READ_UNCOMMITTED,
        request.minBytes(),
        Math.clamp(request.maxBytes(), 0, MOST_BYTES),
        answer.hasErrors() ? 0 : Math.clamp(request.maxWaitMs(), 0, MOST_WAIT_MILLIS));
  }

  @Override
  public void close() {
    fetches.close();
  }
}
