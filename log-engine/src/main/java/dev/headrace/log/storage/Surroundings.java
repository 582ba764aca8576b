package dev.headrace.log.storage;

import java.time.InstantSource;

/**
 * What a partition shares with the others of its data directory.
 *
 * @param space the room on the disk
 * @param leaderEpoch of all batches that are appended
 * @param removals by which files are taken away
 * @param checkpointDue told after a flush
 */
record Surroundings(
    Disk disk,
    StorageSettings settings,
    InstantSource time,
    Flusher flusher,
    DiskWatch space,
    int leaderEpoch,
    FileRemovals removals,
    Runnable checkpointDue) {}
