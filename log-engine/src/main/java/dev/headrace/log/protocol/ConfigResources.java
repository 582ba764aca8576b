package dev.headrace.log.protocol;

import dev.headrace.log.broker.ConfigChange;
import dev.headrace.log.broker.GroupConfigs;
import dev.headrace.log.broker.TopicAlterations;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;

/** The resources whose settings clients may change: topics and groups. Thread-safe. */
final class ConfigResources {

  private final TopicAlterations alterations;
  private final GroupConfigs groups;
  private final PartitionLookup partitions;

  ConfigResources(TopicAlterations alterations, GroupConfigs groups, PartitionLookup partitions) {
    this.alterations = alterations;
    this.groups = groups;
    this.partitions = partitions;
  }

  /** Why a resource cannot be changed at all; empty when it may be one that can. */
  Optional<Outcome> refuse(byte type, String name) {
    return switch (ConfigResource.Type.forId(type)) {
      case TOPIC ->
          partitions.isHidden(name) ? Optional.of(Outcome.unknown(name)) : Optional.empty();
      case GROUP -> Optional.empty();
      case BROKER ->
          Optional.of(
              Outcome.refused(
                  Errors.INVALID_REQUEST,
                  "settings of the node are given at its start, by --set or a file for --config"));
      default ->
          Optional.of(
              Outcome.refused(
                  Errors.INVALID_REQUEST, "resources of type " + type + " have no settings here"));
    };
  }

  CompletionStage<Outcome> change(
      byte type, String name, ConfigChange change, boolean validateOnly) {
    return ConfigResource.Type.forId(type) == ConfigResource.Type.GROUP
        ? changeGroup(name, change, validateOnly)
        : changeTopic(name, change, validateOnly);
  }

  private CompletionStage<Outcome> changeTopic(
      String topic, ConfigChange change, boolean validateOnly) {
    return (validateOnly
            ? CompletableFuture.completedStage(alterations.validateConfig(topic, change))
            : alterations.configure(topic, change))
        .thenApply(alteration -> Outcome.of(topic, alteration));
  }

  private CompletionStage<Outcome> changeGroup(
      String group, ConfigChange change, boolean validateOnly) {
    return (validateOnly
            ? CompletableFuture.completedStage(groups.validate(group, change))
            : groups.configure(group, change))
        .thenApply(
            refusal ->
                refusal
                    .map(message -> Outcome.refused(Errors.INVALID_CONFIG, message))
                    .orElse(new Outcome(Errors.NONE, Optional.empty())));
  }
}
