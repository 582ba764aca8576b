package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientQuotas;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * From a request's frame to its answer: reads the header, finds the API's handler, decodes,
 * handles, encodes. Thread-safe.
 */
public final class Dispatcher implements AutoCloseable {

  /** Bytes of a frame that {@link #frameLimitBytes} looks at. */
  public static final int API_KEY_BYTES = Short.BYTES;

  /** Bytes that every request starts with: API, version, correlation id. */
  private static final int FIXED_HEADER_BYTES = Short.BYTES + Short.BYTES + Integer.BYTES;

  /** No request without records needs more. */
  private static final int PLAIN_FRAME_LIMIT_BYTES = 1024 * 1024;

  private final Map<ApiKeys, ApiHandler<?, ?>> handlers = new EnumMap<>(ApiKeys.class);
  private final ApiVersionsHandler apiVersions;
  private final int produceFrameLimitBytes;
  private final Throttling throttling;

  /**
   * @param handlers one per served API; ApiVersions is added
   * @param produceFrameLimitBytes Kafka's {@code socket.request.max.bytes}
   * @param quotas what clients may use
   */
  public Dispatcher(
      Collection<? extends ApiHandler<?, ?>> handlers,
      int produceFrameLimitBytes,
      ClientQuotas quotas) {
    EnumSet<ApiKeys> served = EnumSet.of(ApiKeys.API_VERSIONS);
    for (ApiHandler<?, ?> handler : handlers) {
      if (!served.add(handler.api())) {
        throw new IllegalArgumentException("two handlers for " + handler.api());
      }
      this.handlers.put(handler.api(), handler);
    }
    this.apiVersions = new ApiVersionsHandler(served);
    this.handlers.put(ApiKeys.API_VERSIONS, apiVersions);
    this.produceFrameLimitBytes = produceFrameLimitBytes;
    this.throttling = new Throttling(quotas);
  }

  /** How long a request to an API may be; only produce requests are long. */
  public int frameLimitBytes(short apiKey) {
    return apiKey == ApiKeys.PRODUCE.id ? produceFrameLimitBytes : PLAIN_FRAME_LIMIT_BYTES;
  }

  /**
   * @param frame one request, from its API key on; not used after the return
   */
  public Reply<Response> dispatch(ByteBuffer frame, ClientConnection connection) {
    if (frame.remaining() < FIXED_HEADER_BYTES) {
      return new Reply.HangUp<>("a request of " + frame.remaining() + " bytes has no header");
    }
    int start = frame.position();
    short apiKey = frame.getShort(start);
    short version = frame.getShort(start + Short.BYTES);
    int correlationId = frame.getInt(start + 2 * Short.BYTES);
    ApiHandler<?, ?> handler = ApiKeys.hasId(apiKey) ? handlers.get(ApiKeys.forId(apiKey)) : null;
    if (handler == null) {
      return new Reply.HangUp<>("the API with key " + apiKey + " is not served");
    }
    if (!isServed(handler.api(), version)) {
      return unsupportedVersion(handler.api(), version, correlationId);
    }
    return answer(handler, version, frame, connection);
  }

  /** Has what only waits, such as a long poll, answered at once. Requests may still come in. */
  @Override
  public void close() {
    handlers.values().forEach(ApiHandler::close);
  }

  /** Unstable versions are not; {@code isVersionEnabled} takes any version of ApiVersions. */
  private static boolean isServed(ApiKeys api, short version) {
    return api.isVersionSupported(version) && api.isVersionEnabled(version, false);
  }

  private Reply<Response> unsupportedVersion(ApiKeys api, short version, int correlationId) {
    if (api != ApiKeys.API_VERSIONS) {
      return new Reply.HangUp<>(api.name + " has no version " + version);
    }
    return Reply.now(
        ResponseEncoder.encode(api, (short) 0, correlationId, apiVersions.unsupportedVersion()));
  }

  private <Q extends ApiMessage, R extends ApiMessage> Reply<Response> answer(
      ApiHandler<Q, R> handler, short version, ByteBuffer frame, ClientConnection connection) {
    int requestBytes = frame.remaining();
    RequestHeaderData header;
    Q request;
    try {
      RequestReader reader = new RequestReader(frame);
      header = new RequestHeaderData(reader, handler.api().requestHeaderVersion(version));
      request = decode(handler.api(), version, reader);
    } catch (RuntimeException e) {
      // The generated messages report a wrong length as a plain RuntimeException.
      return malformed(handler.api(), version, e);
    }
    String clientId = Objects.requireNonNullElse(header.clientId(), "");
    long beganNanos = System.nanoTime();
    Reply<R> reply = handler.handle(request, new RequestContext(version, clientId, connection));
    Throttling.Usage usage =
        new Throttling.Usage(handler.api(), clientId, requestBytes, System.nanoTime() - beganNanos);
    return switch (reply) {
      case Reply.Answer<R>(var message, var abandoned) ->
          new Reply.Answer<>(
              message.thenApply(response -> encode(usage, version, header, response)), abandoned);
      case Reply.None<R>() -> pause(throttling.charge(usage));
      case Reply.Pause<R>(var millis) -> pause(millis);
      case Reply.HangUp<R>(var reason) -> new Reply.HangUp<>(reason);
    };
  }

  private Response encode(
      Throttling.Usage usage, short version, RequestHeaderData header, ApiMessage response) {
    int throttleMillis = throttling.charge(usage, response);
    return ResponseEncoder.encode(
        usage.api(), version, header.correlationId(), response, throttleMillis);
  }

  private static Reply<Response> pause(int millis) {
    return millis == 0 ? new Reply.None<>() : new Reply.Pause<>(millis);
  }

  /** The registry pairs each API with a handler of that API's own message. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <Q extends ApiMessage> Q decode(ApiKeys api, short version, RequestReader reader) {
    ApiMessage request = api.messageType.newRequest();
    request.read(reader, version);
    return (Q) request;
  }

  private static Reply<Response> malformed(ApiKeys api, short version, RuntimeException cause) {
    return new Reply.HangUp<>(
        "malformed " + api.name + " request of version " + version + ": " + cause.getMessage());
  }
}
