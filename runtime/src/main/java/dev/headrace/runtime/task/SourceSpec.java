package dev.headrace.runtime.task;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceConnector;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Formats;
import java.util.Optional;

/**
 * What a source task is to do.
 *
 * @param topic where records go that name no topic themselves; empty when all do
 */
public record SourceSpec<C extends Record, K extends Record, P extends Record>(
    TaskName name,
    SourceConnector<C, K, P> connector,
    C configuration,
    ReadMode mode,
    Optional<String> topic,
    TopicCreation creation,
    Formats formats,
    ErrorPolicy errors) {}
