package dev.headrace.log.protocol;

import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Says which topics there are and where: all on this node, at the address that the client found it
 * by. Makes topics that a client asks for when both allow it, and answers when they are made.
 */
final class MetadataHandler implements ApiHandler<MetadataRequestData, MetadataResponseData> {

  /** Versions 10 and 11 have a field for ids, but no way to answer without a name. */
  private static final short FIRST_VERSION_WITH_IDS = 12;

  private final Node node;
  private final Topics topics;
  private final TopicMetadata metadata;
  private final PartitionLookup partitions;
  private final BrokerSettings settings;

  MetadataHandler(Node node, Topics topics, PartitionLookup partitions, BrokerSettings settings) {
    this.node = node;
    this.topics = topics;
    this.metadata = new TopicMetadata(node, partitions);
    this.partitions = partitions;
    this.settings = settings;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.METADATA;
  }

  @Override
  public Reply<MetadataResponseData> handle(MetadataRequestData request, RequestContext context) {
    List<CompletionStage<MetadataResponseTopic>> wanted = new ArrayList<>();
    if (wantsAll(request, context.version())) {
      for (Topic topic : topics.all()) {
        if (!partitions.isHidden(topic.name())) {
          wanted.add(CompletableFuture.completedFuture(metadata.of(topic)));
        }
      }
    } else {
      // A topic named many times is told once: the answer is not to outgrow the request.
      for (MetadataRequestTopic topic : new LinkedHashSet<>(request.topics())) {
        wanted.add(topic(topic, request.allowAutoTopicCreation(), context.version()));
      }
    }
    return Reply.later(AllOf.inOrder(wanted).thenApply(found -> response(found, context)));
  }

  private static boolean wantsAll(MetadataRequestData request, short version) {
    return request.topics() == null || (version == 0 && request.topics().isEmpty());
  }

  private CompletionStage<MetadataResponseTopic> topic(
      MetadataRequestTopic wanted, boolean mayCreate, short version) {
    // The Java admin client asks by id with an empty name, where null is meant.
    if (wanted.name() == null || !wanted.topicId().equals(Uuid.ZERO_UUID)) {
      return CompletableFuture.completedFuture(
          version < FIRST_VERSION_WITH_IDS
              ? metadata.error("", Errors.INVALID_REQUEST)
              : byId(wanted.topicId()));
    }
    String name = wanted.name();
    if (partitions.isHidden(name)) {
      return CompletableFuture.completedFuture(
          metadata.error(name, Errors.UNKNOWN_TOPIC_OR_PARTITION));
    }
    return topics
        .find(name)
        .map(topic -> CompletableFuture.completedStage(metadata.of(topic)))
        .orElseGet(
            () ->
                mayCreate && settings.autoCreateTopicsEnable()
                    ? create(name)
                    : CompletableFuture.completedStage(
                        metadata.error(name, Errors.UNKNOWN_TOPIC_OR_PARTITION)));
  }

  private MetadataResponseTopic byId(Uuid id) {
    return partitions
        .name(id)
        .flatMap(topics::find)
        .map(metadata::of)
        .orElseGet(() -> metadata.error(id));
  }

  private CompletionStage<MetadataResponseTopic> create(String name) {
    return topics
        .create(new NewTopic(name, OptionalInt.empty(), OptionalInt.empty(), Map.of()))
        .thenApply(
            creation ->
                switch (creation) {
                  case Topics.Creation.Created(var topic) -> metadata.of(topic);
                  case Topics.Creation.Exists(var topic) -> metadata.of(topic);
                  case Topics.Creation.Refused(var why, _) ->
                      metadata.error(name, CreateTopicsHandler.error(why));
                });
  }

  private MetadataResponseData response(List<MetadataResponseTopic> found, RequestContext context) {
    Endpoint endpoint = context.connection().endpoint();
    MetadataResponseData response =
        new MetadataResponseData().setClusterId(node.clusterId()).setControllerId(node.id());
    response
        .brokers()
        .add(
            new MetadataResponseBroker()
                .setNodeId(node.id())
                .setHost(endpoint.host())
                .setPort(endpoint.port()));
    response.topics().addAll(found);
    return response;
  }
}
