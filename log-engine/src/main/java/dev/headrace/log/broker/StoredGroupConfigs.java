package dev.headrace.log.broker;

import dev.headrace.log.broker.MetadataRecords.Change;
import dev.headrace.log.broker.TopicConfigs.Entry;
import dev.headrace.log.broker.TopicConfigs.Source;
import dev.headrace.log.group.ConsumerTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The settings of groups, which the metadata remembers. */
final class StoredGroupConfigs implements GroupConfigs {

  private static final int MOST_GROUPS = 10_000;
  private static final int MOST_NAME_LENGTH = 8_191;

  private final MetadataLog log;
  private final Map<String, Map<String, String>> configs = new ConcurrentHashMap<>();

  StoredGroupConfigs(MetadataLog log) {
    this.log = log;
  }

  @Override
  public List<Entry> of(String group) {
    Map<String, String> own = configs.getOrDefault(group, Map.of());
    return KnownGroupConfig.ALL.values().stream()
        .map(
            known ->
                new Entry(
                    known.name(),
                    Integer.toString(known.valueIn(own)),
                    TopicConfigs.Type.INT,
                    own.containsKey(known.name()) ? Source.GROUP : Source.DEFAULT,
                    known.documentation()))
        .toList();
  }

  @Override
  public ConsumerTimes times(String group) {
    return times(configs.getOrDefault(group, Map.of()));
  }

  private static ConsumerTimes times(Map<String, String> own) {
    return new ConsumerTimes(
        KnownGroupConfig.SESSION.valueIn(own), KnownGroupConfig.HEARTBEAT.valueIn(own));
  }

  @Override
  public Map<String, Map<String, String>> all() {
    return Map.copyOf(configs);
  }

  @Override
  public CompletionStage<Optional<String>> configure(String group, ConfigChange change) {
    return log.decide(
        () -> {
          Decision decision = decide(group, change);
          if (decision instanceof Decision.To(Map<String, String> config)) {
            Change.GroupConfigured configured = new Change.GroupConfigured(group, config);
            log.write(configured, () -> replay(configured));
          }
          return decision.refusal();
        });
  }

  @Override
  public Optional<String> validate(String group, ConfigChange change) {
    return decide(group, change).refusal();
  }

  /** What is to become of a group's settings. */
  private sealed interface Decision {

    record To(Map<String, String> config) implements Decision {}

    record No(String message) implements Decision {}

    default Optional<String> refusal() {
      return this instanceof No(String message) ? Optional.of(message) : Optional.empty();
    }
  }

  private Decision decide(String group, ConfigChange change) {
    if (group.isEmpty() || group.length() > MOST_NAME_LENGTH) {
      return new Decision.No("'" + group + "' is no name of a group");
    }
    if (!configs.containsKey(group) && configs.size() >= MOST_GROUPS) {
      return new Decision.No(
          "more than " + MOST_GROUPS + " groups cannot have settings of their own");
    }
    Map<String, String> config = new HashMap<>(configs.getOrDefault(group, Map.of()));
    return apply(change, config)
        .or(() -> KnownGroupConfig.refuse(config))
        .<Decision>map(Decision.No::new)
        .orElseGet(() -> new Decision.To(Map.copyOf(config)));
  }

  private static Optional<String> apply(ConfigChange change, Map<String, String> config) {
    return switch (change) {
      case ConfigChange.Replace(var wanted) -> {
        config.clear();
        config.putAll(wanted);
        yield Optional.empty();
      }
      case ConfigChange.Edit(var steps) ->
          steps.stream().flatMap(step -> apply(step, config).stream()).findFirst();
    };
  }

  private static Optional<String> apply(ConfigChange.Step step, Map<String, String> config) {
    return switch (step) {
      case ConfigChange.Step.Set(var name, var value) -> {
        config.put(name, value);
        yield Optional.empty();
      }
      case ConfigChange.Step.Unset(var name) -> {
        config.remove(name);
        yield Optional.empty();
      }
      case ConfigChange.Step.Append _, ConfigChange.Step.Subtract _ ->
          Optional.of(
              "elements cannot be added to or taken from '" + step.name() + "', which is no list");
    };
  }

  /** Takes over what a former process, or this one, has decided. */
  void replay(Change.GroupConfigured configured) {
    if (configured.config().isEmpty()) {
      configs.remove(configured.group());
    } else {
      configs.put(configured.group(), configured.config());
    }
  }

  List<Change> changes() {
    return configs.entrySet().stream()
        .<Change>map(entry -> new Change.GroupConfigured(entry.getKey(), entry.getValue()))
        .toList();
  }
}
