package dev.headrace.log.broker;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Makes the topics in which the node keeps its own state, when they are first needed. */
public interface InternalTopics {

  /** Topics, settings of topics, and blocks of producer ids. */
  String METADATA = "__headrace_metadata";

  /** Groups and their offsets, in Kafka's format. */
  String CONSUMER_OFFSETS = "__consumer_offsets";

  /** Transactions, in Kafka's format. */
  String TRANSACTION_STATE = "__transaction_state";

  /** Names that only the node itself creates and deletes. */
  Set<String> RESERVED = Set.of(METADATA, CONSUMER_OFFSETS, TRANSACTION_STATE);

  /** The metadata topic cannot be found in itself, so its id is fixed: "Headrace" and a one. */
  UUID METADATA_ID = new UUID(0x4865616472616365L, 1);

  /**
   * The internal topic of this name, created when it is not there yet: compacted, with as many
   * partitions as given. Done when it is durable.
   */
  CompletionStage<Topic> ensure(String name, int partitions);
}
