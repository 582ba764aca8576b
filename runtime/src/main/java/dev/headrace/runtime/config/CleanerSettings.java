package dev.headrace.runtime.config;

import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;

/** The settings of a node that begin with {@code log.cleaner.}: how topics are compacted. */
public record CleanerSettings(
    @Doc("The memory for the keys of a pass while compaction works; more keys take more passes.")
        @Default("16MiB")
        @Range(from = "1MiB", to = "1GiB")
        DataSize dedupeBufferSize,
    @Doc("How many bytes a second compaction reads and writes at most.")
        @Default("64MiB")
        @Range(from = "64KiB")
        DataSize ioMaxBytesPerSecond,
    @Doc("How often, in milliseconds, it is looked for topics to compact.")
        @Default("15000")
        @Range(from = "1")
        long backoffMs) {}
