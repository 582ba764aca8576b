package dev.headrace.log.protocol;

import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Names the cluster's one node. */
final class DescribeClusterHandler
    implements ApiHandler<DescribeClusterRequestData, DescribeClusterResponseData> {

  private static final byte BROKERS = 1;

  private final Node node;

  DescribeClusterHandler(Node node) {
    this.node = node;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_CLUSTER;
  }

  @Override
  public Reply<DescribeClusterResponseData> handle(
      DescribeClusterRequestData request, RequestContext context) {
    DescribeClusterResponseData response =
        new DescribeClusterResponseData().setClusterId(node.clusterId()).setControllerId(node.id());
    if (request.endpointType() != BROKERS) {
      return Reply.now(
          response
              .setErrorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
              .setErrorMessage("this is a broker's endpoint, there are no controllers"));
    }
    Endpoint endpoint = context.connection().endpoint();
    response
        .brokers()
        .add(
            new DescribeClusterBroker()
                .setBrokerId(node.id())
                .setHost(endpoint.host())
                .setPort(endpoint.port()));
    return Reply.now(response);
  }
}
