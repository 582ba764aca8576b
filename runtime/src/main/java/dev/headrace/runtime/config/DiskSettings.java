package dev.headrace.runtime.config;

import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;
import java.util.Optional;

/** The settings of a node that begin with {@code log.disk.}: how far the disk may fill up. */
public record DiskSettings(
    @Doc(
            "Writes are refused while fewer bytes are free on the disk; sources wait from one and a"
                + " half times as many on, and with twice as many a warning comes. 0 for no limit.")
        @Default("256MiB")
        DataSize minFreeBytes,
    @Doc(
            "Writes are refused while the partitions hold so many bytes; sources wait from 95 % on,"
                + " and at 90 % a warning comes. Without it only the disk limits.")
        @Range(from = "1MiB")
        Optional<DataSize> maxBytes) {}
