package dev.headrace.runtime.task;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceConnector;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.schedule.RunJournal;
import java.util.Optional;

/**
 * What a source task is to do.
 *
 * @param journal of the run that the task is part of; empty when it is part of none
 * @param topic where records go that name no topic themselves; empty when all do
 */
public record SourceSpec<C extends Record, K extends Record, P extends Record>(
    TaskName name,
    SourceConnector<C, K, P> connector,
    C configuration,
    ReadMode mode,
    Optional<RunJournal<K>> journal,
    Optional<String> topic,
    TopicCreation creation,
    Formats formats,
    ErrorPolicy errors) {}
