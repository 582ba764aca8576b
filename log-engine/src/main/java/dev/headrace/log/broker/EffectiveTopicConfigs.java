package dev.headrace.log.broker;

import dev.headrace.log.storage.PartitionSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of topics: the topic's own before the node's before Kafka's defaults. */
final class EffectiveTopicConfigs implements TopicConfigs {

  private final Map<String, String> ofNode;

  EffectiveTopicConfigs(PartitionSettings node) {
    ofNode = PartitionConfig.ofNode(node);
  }

  @Override
  public List<Entry> of(Topic topic) {
    return KnownTopicConfig.ALL.values().stream().map(known -> entry(topic, known)).toList();
  }

  private Entry entry(Topic topic, KnownTopicConfig known) {
    String ofTopic = topic.config().get(known.name());
    if (ofTopic != null) {
      return entry(known, ofTopic, Source.TOPIC);
    }
    return Optional.ofNullable(ofNode.get(known.name()))
        .filter(value -> !value.equals(known.defaultValue()))
        .map(value -> entry(known, value, Source.NODE))
        .orElseGet(() -> entry(known, known.defaultValue(), Source.DEFAULT));
  }

  private static Entry entry(KnownTopicConfig known, String value, Source source) {
    return new Entry(known.name(), value, known.type(), source, known.documentation());
  }
}
