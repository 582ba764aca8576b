package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupConfigs;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData.ConfigResource;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Lists what has settings: the topics, the node, the groups with settings of their own. There are
 * none of client metrics, which is all that version 0 knows, and none of loggers.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-1142">KIP-1142: listing
 *     config resources</a>
 */
final class ListConfigResourcesHandler
    implements ApiHandler<ListConfigResourcesRequestData, ListConfigResourcesResponseData> {

  private static final short FIRST_VERSION_WITH_TYPES = 1;
  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;
  private static final byte BROKER_LOGGER = 8;
  private static final byte CLIENT_METRICS = 16;
  private static final byte GROUP = 32;

  private static final Set<Byte> ALL = Set.of(TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP);

  private final Node node;
  private final Topics topics;
  private final GroupConfigs groups;
  private final PartitionLookup partitions;

  ListConfigResourcesHandler(
      Node node, Topics topics, GroupConfigs groups, PartitionLookup partitions) {
    this.node = node;
    this.topics = topics;
    this.groups = groups;
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.LIST_CONFIG_RESOURCES;
  }

  @Override
  public Reply<ListConfigResourcesResponseData> handle(
      ListConfigResourcesRequestData request, RequestContext context) {
    ListConfigResourcesResponseData response = new ListConfigResourcesResponseData();
    Set<Byte> known = context.version() < FIRST_VERSION_WITH_TYPES ? Set.of(CLIENT_METRICS) : ALL;
    Collection<Byte> wanted =
        request.resourceTypes().isEmpty() ? known : Set.copyOf(request.resourceTypes());
    if (!known.containsAll(wanted)) {
      return Reply.now(response.setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
    }
    for (byte type : new TreeSet<>(wanted)) {
      for (String name : names(type)) {
        response
            .configResources()
            .add(new ConfigResource().setResourceType(type).setResourceName(name));
      }
    }
    return Reply.now(response);
  }

  private Collection<String> names(byte type) {
    return switch (type) {
      case TOPIC ->
          topics.all().stream()
              .map(Topic::name)
              .filter(name -> !partitions.isHidden(name))
              .sorted()
              .toList();
      case BROKER -> List.of(Integer.toString(node.id()));
      case GROUP -> new TreeSet<>(groups.all().keySet());
      default -> List.of();
    };
  }
}
