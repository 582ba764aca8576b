package dev.headrace.log.protocol;

import dev.headrace.log.broker.ConfigChange;
import dev.headrace.log.broker.TopicAlterations;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;

/** The resources whose settings clients may change: topics. Thread-safe. */
final class TopicConfigResources {

  private final TopicAlterations alterations;
  private final PartitionLookup partitions;

  TopicConfigResources(TopicAlterations alterations, PartitionLookup partitions) {
    this.alterations = alterations;
    this.partitions = partitions;
  }

  /** Why a resource cannot be changed at all; empty when it may be one that can. */
  Optional<Outcome> refuse(byte type, String name) {
    return switch (ConfigResource.Type.forId(type)) {
      case TOPIC ->
          partitions.isHidden(name) ? Optional.of(Outcome.unknown(name)) : Optional.empty();
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

  CompletionStage<Outcome> change(String topic, ConfigChange change, boolean validateOnly) {
    return (validateOnly
            ? CompletableFuture.completedStage(alterations.validateConfig(topic, change))
            : alterations.configure(topic, change))
        .thenApply(alteration -> Outcome.of(topic, alteration));
  }
}
