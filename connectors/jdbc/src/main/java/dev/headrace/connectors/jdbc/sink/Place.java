package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.TopicPartition;
import java.util.UUID;

/** A partition of the topic that has this id. */
record Place(TopicPartition partition, UUID topicId) {}
