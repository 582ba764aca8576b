package dev.headrace.log.protocol;

import java.util.Set;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsResponse;

/**
 * Says which APIs are served in which versions: those that have a handler, in the ranges of the
 * pinned Kafka release; and which features are on. Produce is said to begin at 0 although it begins
 * at 3, or older librdkafka sends uncompressed without a word (KAFKA-18659).
 */
final class ApiVersionsHandler
    implements ApiHandler<ApiVersionsRequestData, ApiVersionsResponseData> {

  private final Set<ApiKeys> served;

  ApiVersionsHandler(Set<ApiKeys> served) {
    this.served = Set.copyOf(served);
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.API_VERSIONS;
  }

  @Override
  public Reply<ApiVersionsResponseData> handle(
      ApiVersionsRequestData request, RequestContext context) {
    return Reply.now(response(Errors.NONE, context.version()));
  }

  /** For a client newer than this node: it reads version 0 and asks again (KIP-511). */
  ApiVersionsResponseData unsupportedVersion() {
    return response(Errors.UNSUPPORTED_VERSION, (short) 0);
  }

  private ApiVersionsResponseData response(Errors error, short version) {
    ApiVersionsResponseData response =
        new ApiVersionsResponseData()
            .setErrorCode(error.code())
            .setApiKeys(ApiVersionsResponse.collectApis(ListenerType.BROKER, served, false));
    Features.tell(response, served, version);
    return response;
  }
}
