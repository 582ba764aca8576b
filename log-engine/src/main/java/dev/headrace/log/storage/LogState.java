package dev.headrace.log.storage;

import java.util.List;

/**
 * What a partition knows of its files once they are loaded.
 *
 * @param segments in the order of their offsets; at least one
 * @param end behind the last sound batch
 */
record LogState(
    List<Segment> segments, LogPosition end, ProducerStates producers, Transactions transactions) {}
