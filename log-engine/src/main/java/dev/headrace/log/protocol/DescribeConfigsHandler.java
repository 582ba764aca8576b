package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupConfigs;
import dev.headrace.log.broker.NodeConfigs;
import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.broker.Topics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Shows the settings of topics, groups and the node, and where each value comes from. */
final class DescribeConfigsHandler
    implements ApiHandler<DescribeConfigsRequestData, DescribeConfigsResponseData> {

  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;
  private static final byte GROUP = 32;

  private final Node node;
  private final Topics topics;
  private final TopicConfigs configs;
  private final NodeConfigs nodeConfigs;
  private final GroupConfigs groupConfigs;
  private final PartitionLookup partitions;

  DescribeConfigsHandler(
      Node node,
      Topics topics,
      TopicConfigs configs,
      NodeConfigs nodeConfigs,
      GroupConfigs groupConfigs,
      PartitionLookup partitions) {
    this.node = node;
    this.topics = topics;
    this.configs = configs;
    this.nodeConfigs = nodeConfigs;
    this.groupConfigs = groupConfigs;
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_CONFIGS;
  }

  @Override
  public Reply<DescribeConfigsResponseData> handle(
      DescribeConfigsRequestData request, RequestContext context) {
    DescribeConfigsResponseData response = new DescribeConfigsResponseData();
    for (DescribeConfigsResource resource : new LinkedHashSet<>(request.resources())) {
      response.results().add(describe(resource, request));
    }
    return Reply.now(response);
  }

  private DescribeConfigsResult describe(
      DescribeConfigsResource resource, DescribeConfigsRequestData request) {
    DescribeConfigsResult result =
        new DescribeConfigsResult()
            .setResourceType(resource.resourceType())
            .setResourceName(resource.resourceName())
            .setErrorMessage(null);
    return switch (resource.resourceType()) {
      case TOPIC -> topic(resource, request, result);
      case BROKER -> broker(resource, request, result);
      case GROUP -> group(resource, request, result);
      default ->
          fail(
              result,
              Errors.INVALID_REQUEST,
              "resources of type " + resource.resourceType() + " have no settings here");
    };
  }

  private DescribeConfigsResult topic(
      DescribeConfigsResource resource,
      DescribeConfigsRequestData request,
      DescribeConfigsResult result) {
    String name = resource.resourceName();
    if (partitions.isHidden(name)) {
      return fail(result, Errors.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + name);
    }
    return topics
        .find(name)
        .map(
            topic ->
                result.setConfigs(
                    configs.of(topic).stream()
                        .filter(entry -> isWanted(entry.name(), resource.configurationKeys()))
                        .map(entry -> entry(entry, request).setSynonyms(synonyms(entry, request)))
                        .toList()))
        .orElseGet(
            () -> fail(result, Errors.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + name));
  }

  /** Given at the node's start: they are shown, and not changed by the protocol. */
  private DescribeConfigsResult broker(
      DescribeConfigsResource resource,
      DescribeConfigsRequestData request,
      DescribeConfigsResult result) {
    String id = resource.resourceName();
    if (!id.isEmpty() && !id.equals(Integer.toString(node.id()))) {
      return fail(result, Errors.INVALID_REQUEST, "the only broker here is " + node.id());
    }
    return result.setConfigs(
        nodeConfigs.all().stream()
            .filter(entry -> isWanted(entry.name(), resource.configurationKeys()))
            .map(
                entry ->
                    entry(entry, request)
                        .setReadOnly(true)
                        .setSynonyms(
                            request.includeSynonyms() ? List.of(synonym(entry)) : List.of()))
            .toList());
  }

  /** Any name will do: a group need not be there to have settings. */
  private DescribeConfigsResult group(
      DescribeConfigsResource resource,
      DescribeConfigsRequestData request,
      DescribeConfigsResult result) {
    return result.setConfigs(
        groupConfigs.of(resource.resourceName()).stream()
            .filter(entry -> isWanted(entry.name(), resource.configurationKeys()))
            .map(
                entry ->
                    entry(entry, request)
                        .setSynonyms(
                            request.includeSynonyms() ? List.of(synonym(entry)) : List.of()))
            .toList());
  }

  private static boolean isWanted(String name, List<String> wanted) {
    return wanted == null || wanted.isEmpty() || wanted.contains(name);
  }

  private static DescribeConfigsResourceResult entry(
      TopicConfigs.Entry entry, DescribeConfigsRequestData request) {
    return new DescribeConfigsResourceResult()
        .setName(entry.name())
        .setValue(entry.value())
        .setConfigSource(WireConfig.source(entry.source()))
        .setConfigType(WireConfig.type(entry.type()))
        .setDocumentation(request.includeDocumentation() ? entry.documentation() : null);
  }

  /** What was looked at for a value, the first in effect: the topic's own before the node's. */
  private List<DescribeConfigsSynonym> synonyms(
      TopicConfigs.Entry entry, DescribeConfigsRequestData request) {
    if (!request.includeSynonyms()) {
      return List.of();
    }
    List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
    if (entry.source() == TopicConfigs.Source.TOPIC) {
      synonyms.add(synonym(entry));
    }
    nodeConfigs.behind(entry.name()).ifPresent(behind -> synonyms.add(synonym(behind)));
    return synonyms;
  }

  private static DescribeConfigsSynonym synonym(TopicConfigs.Entry entry) {
    return new DescribeConfigsSynonym()
        .setName(entry.name())
        .setValue(entry.value())
        .setSource(WireConfig.source(entry.source()));
  }

  private static DescribeConfigsResult fail(
      DescribeConfigsResult result, Errors error, String message) {
    return result.setErrorCode(error.code()).setErrorMessage(message);
  }
}
