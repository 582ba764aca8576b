/**
 * The partitions of one data directory as segments and indexes in Kafka's file formats: appended,
 * flushed, read and recovered.
 */
@NullMarked
package dev.headrace.log.storage;

import org.jspecify.annotations.NullMarked;
