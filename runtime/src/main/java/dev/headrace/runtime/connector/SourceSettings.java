package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.task.TopicCreation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings that every source has, beside {@link CommonSettings}. */
public record SourceSettings(
    @Doc("The topic that the records go to.") @NotBlank Optional<String> topic,
    @Doc(
            "How topics are created that do not exist: `partitions`, and topic settings such as"
                + " `retention.ms`.")
        Map<String, String> topicCreationDefault)
    implements Checked {

  private static final String PARTITIONS = "partitions";

  /** One node holds one copy; Kafka Connect demands the setting. */
  private static final String REPLICAS = "replication.factor";

  TopicCreation topicCreation() {
    Map<String, String> config = new HashMap<>(topicCreationDefault);
    String partitions = config.remove(PARTITIONS);
    config.remove(REPLICAS);
    return new TopicCreation(
        partitions == null || partitions.equals("-1")
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(partitions.trim())),
        config);
  }

  @Override
  public List<Problem> problems() {
    String partitions = topicCreationDefault.getOrDefault(PARTITIONS, "1");
    if (partitions.trim().matches("-1|[1-9]\\d{0,3}")) {
      return List.of();
    }
    String key = "topic.creation.default.partitions";
    return List.of(
        new Problem(
            "config.wrong-type",
            key,
            "`" + key + "` is \"" + partitions + "\"; expected is a number from 1 to 9999.",
            "Set `" + key + "` to a number, or leave it out for the log's default."));
  }
}
