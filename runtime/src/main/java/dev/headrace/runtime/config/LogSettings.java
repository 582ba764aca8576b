package dev.headrace.runtime.config;

import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;
import java.util.Optional;

/** The settings of a node that begin with {@code log.}; Kafka's names where Kafka has them. */
public record LogSettings(
    @Doc(
            "A Kafka cluster to use as the log, in place of the built-in one: host:port, several"
                + " with commas.")
        Optional<String> bootstrapServers,
    @Doc("What an acknowledged record has reached: the disk (fsync), or the page cache (os).")
        @Default("fsync")
        Flush flush,
    @Doc("The size at which a new segment file is begun.")
        @Default("1GiB")
        @Range(from = "1MiB", to = "2147483647")
        DataSize segmentBytes,
    @Doc("The age, in milliseconds, at which a new segment file is begun.")
        @Default("604800000")
        @Range(from = "1")
        long rollMs,
    RetentionSettings retention,
    DiskSettings disk,
    CleanerSettings cleaner) {

  /** When data counts as acknowledged. */
  public enum Flush {
    FSYNC,
    OS
  }
}
