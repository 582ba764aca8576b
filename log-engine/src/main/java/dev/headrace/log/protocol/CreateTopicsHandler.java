package dev.headrace.log.protocol;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.broker.Topics.Creation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Makes topics, or says what would come of it; answers when they are durable. */
final class CreateTopicsHandler
    implements ApiHandler<CreateTopicsRequestData, CreateTopicsResponseData> {

  private static final short REPLICATION_FACTOR = 1;

  private final Node node;
  private final Topics topics;
  private final TopicConfigs configs;

  CreateTopicsHandler(Node node, Topics topics, TopicConfigs configs) {
    this.node = node;
    this.topics = topics;
    this.configs = configs;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.CREATE_TOPICS;
  }

  @Override
  public Reply<CreateTopicsResponseData> handle(
      CreateTopicsRequestData request, RequestContext context) {
    List<CompletionStage<CreatableTopicResult>> results = new ArrayList<>();
    for (CreatableTopic topic : request.topics()) {
      results.add(
          request.topics().findAll(topic.name()).size() > 1
              ? CompletableFuture.completedStage(
                  refused(topic.name(), Errors.INVALID_REQUEST, "the topic is named twice"))
              : create(topic, request.validateOnly()));
    }
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(
                found -> {
                  CreateTopicsResponseData response = new CreateTopicsResponseData();
                  found.forEach(response.topics()::mustAdd);
                  return response;
                }));
  }

  private CompletionStage<CreatableTopicResult> create(CreatableTopic wanted, boolean dry) {
    return switch (WantedTopic.of(wanted, node.id())) {
      case WantedTopic.Illegal(var error, var message) ->
          CompletableFuture.completedStage(refused(wanted.name(), error, message));
      case WantedTopic.Legal(var topic) -> create(topic, dry);
    };
  }

  private CompletionStage<CreatableTopicResult> create(NewTopic topic, boolean dry) {
    CompletionStage<Creation> creation =
        dry ? CompletableFuture.completedStage(topics.validate(topic)) : topics.create(topic);
    return creation.thenApply(
        outcome ->
            switch (outcome) {
              case Creation.Created(var created) -> created(created);
              case Creation.Exists(var there) ->
                  refused(
                      there.name(),
                      Errors.TOPIC_ALREADY_EXISTS,
                      "Topic '" + there.name() + "' already exists.");
              case Creation.Refused(var why, var message) ->
                  refused(topic.name(), error(why), message);
            });
  }

  private CreatableTopicResult created(Topic topic) {
    return new CreatableTopicResult()
        .setName(topic.name())
        .setTopicId(TopicIds.toWire(topic.id()))
        .setNumPartitions(topic.partitions())
        .setReplicationFactor(REPLICATION_FACTOR)
        .setConfigs(configs.of(topic).stream().map(CreateTopicsHandler::config).toList());
  }

  private static CreatableTopicConfigs config(TopicConfigs.Entry entry) {
    return new CreatableTopicConfigs()
        .setName(entry.name())
        .setValue(entry.value())
        .setConfigSource(WireConfig.source(entry.source()));
  }

  private static CreatableTopicResult refused(String name, Errors error, String message) {
    return new CreatableTopicResult()
        .setName(name)
        .setErrorCode(error.code())
        .setErrorMessage(message);
  }

  /** What clients understand of a topic's refusal. */
  static Errors error(Topics.Refusal refusal) {
    return switch (refusal) {
      case INVALID_NAME -> Errors.INVALID_TOPIC_EXCEPTION;
      case INVALID_PARTITIONS -> Errors.INVALID_PARTITIONS;
      case INVALID_REPLICATION_FACTOR -> Errors.INVALID_REPLICATION_FACTOR;
      case INVALID_CONFIG -> Errors.INVALID_CONFIG;
      case STORAGE -> Errors.KAFKA_STORAGE_ERROR;
    };
  }
}
