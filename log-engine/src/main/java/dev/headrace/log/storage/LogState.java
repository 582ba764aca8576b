package dev.headrace.log.storage;

import java.util.List;

/**
 * What a partition knows of its files once they are loaded.
 *
 * @param startOffset within the first segment
 * @param segments in the order of their offsets; at least one
 * @param end behind the last sound batch
 */
record LogState(
    long startOffset,
    List<Segment> segments,
    LogPosition end,
    ProducerStates producers,
    Transactions transactions) {}
