package dev.headrace.log.protocol;

import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Says where groups and transactions are coordinated: here, at the listener that the client came in
 * on.
 */
final class FindCoordinatorHandler
    implements ApiHandler<FindCoordinatorRequestData, FindCoordinatorResponseData> {

  private static final short FIRST_VERSION_WITH_BATCHES = 4;
  private static final byte GROUP = 0;
  private static final byte TRANSACTION = 1;
  private static final int NO_NODE = -1;
  private static final String NEITHER = "this node coordinates groups and transactions only";

  private final Node node;

  FindCoordinatorHandler(Node node) {
    this.node = node;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.FIND_COORDINATOR;
  }

  @Override
  public Reply<FindCoordinatorResponseData> handle(
      FindCoordinatorRequestData request, RequestContext context) {
    FindCoordinatorResponseData response = new FindCoordinatorResponseData();
    if (context.version() >= FIRST_VERSION_WITH_BATCHES) {
      for (String key : request.coordinatorKeys()) {
        response.coordinators().add(find(request.keyType(), context.connection()).setKey(key));
      }
      return Reply.now(response);
    }
    Coordinator only = find(request.keyType(), context.connection());
    return Reply.now(
        response
            .setNodeId(only.nodeId())
            .setHost(only.host())
            .setPort(only.port())
            .setErrorCode(only.errorCode())
            .setErrorMessage(only.errorMessage()));
  }

  private Coordinator find(byte keyType, ClientConnection connection) {
    if (keyType != GROUP && keyType != TRANSACTION) {
      return new Coordinator()
          .setNodeId(NO_NODE)
          .setPort(NO_NODE)
          .setErrorCode(Errors.UNSUPPORTED_VERSION.code())
          .setErrorMessage(NEITHER);
    }
    Endpoint here = connection.endpoint();
    return new Coordinator().setNodeId(node.id()).setHost(here.host()).setPort(here.port());
  }
}
