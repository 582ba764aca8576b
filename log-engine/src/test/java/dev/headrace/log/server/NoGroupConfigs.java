package dev.headrace.log.server;

import dev.headrace.log.broker.ConfigChange;
import dev.headrace.log.broker.GroupConfigs;
import dev.headrace.log.broker.TopicConfigs.Entry;
import dev.headrace.log.group.ConsumerTimes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Groups have nothing that could be set. */
final class NoGroupConfigs implements GroupConfigs {

  @Override
  public List<Entry> of(String group) {
    return List.of();
  }

  @Override
  public CompletionStage<Optional<String>> configure(String group, ConfigChange change) {
    return CompletableFuture.completedStage(validate(group, change));
  }

  @Override
  public Optional<String> validate(String group, ConfigChange change) {
    return Optional.of("there are no settings of groups");
  }

  @Override
  public ConsumerTimes times(String group) {
    return ConsumerTimes.DEFAULTS;
  }

  @Override
  public Map<String, Map<String, String>> all() {
    return Map.of();
  }
}
