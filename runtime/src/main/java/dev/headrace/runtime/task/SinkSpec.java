package dev.headrace.runtime.task;

import dev.headrace.connector.SinkConnector;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Formats;
import java.util.List;

/**
 * What a sink task is to do.
 *
 * @param partitions those of the topics that are dealt to this task; a task with others is another
 *     task
 */
public record SinkSpec<C extends Record>(
    TaskName name,
    SinkConnector<C> connector,
    C configuration,
    List<TopicPartition> partitions,
    Formats formats,
    ErrorPolicy errors) {

  public SinkSpec {
    partitions = List.copyOf(partitions);
  }
}
