package dev.headrace.runtime.log;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;

/**
 * A batch that was read.
 *
 * @param from the first offset of it that was asked for; records before are to be skipped
 * @param next the offset at which reading goes on behind it, also behind what was left out
 */
public record LogBatch(TopicPartition partition, RecordBatch batch, long from, long next) {}
