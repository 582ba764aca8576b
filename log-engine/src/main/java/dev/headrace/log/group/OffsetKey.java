package dev.headrace.log.group;

import dev.headrace.log.record.TopicPartition;

/** Whose offset, and for what. */
record OffsetKey(String group, TopicPartition partition) {}
