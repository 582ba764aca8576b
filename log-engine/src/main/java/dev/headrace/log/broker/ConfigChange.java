package dev.headrace.log.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What is to become of a topic's settings. */
public sealed interface ConfigChange {

  /** These settings and no others: what is not named takes its default again. */
  record Replace(Map<String, String> config) implements ConfigChange {

    public Replace {
      config = KnownTopicConfig.stripped(config);
    }
  }

  /** Single settings; all others stay as they are (KIP-339). */
  record Edit(List<Step> steps) implements ConfigChange {

    public Edit {
      steps = List.copyOf(steps);
    }
  }

  /** What is done to one setting. */
  sealed interface Step {

    String name();

    /** Sets it. */
    record Set(String name, String value) implements Step {}

    /** Lets it take its default. */
    record Unset(String name) implements Step {}

    /** Adds elements to a list, those that are not in it. */
    record Append(String name, String value) implements Step {}

    /** Takes elements out of a list. */
    record Subtract(String name, String value) implements Step {}
  }

  /** What comes of a change; settings are not checked for their values yet. */
  sealed interface Changed {

    record To(Map<String, String> config) implements Changed {}

    record Impossible(String message) implements Changed {}
  }

  /**
   * The settings of a topic after this change.
   *
   * @param topic as it is
   * @param configs says what is in effect, where the topic sets nothing
   */
  default Changed applyTo(Topic topic, TopicConfigs configs) {
    return switch (this) {
      case Replace(var config) -> new Changed.To(config);
      case Edit(var steps) -> {
        Map<String, String> config = new HashMap<>(topic.config());
        Optional<String> problem =
            steps.stream()
                .flatMap(step -> apply(step, topic, config, configs).stream())
                .findFirst();
        yield problem.<Changed>map(Changed.Impossible::new).orElseGet(() -> new Changed.To(config));
      }
    };
  }

  private static Optional<String> apply(
      Step step, Topic topic, Map<String, String> config, TopicConfigs configs) {
    switch (step) {
      case Step.Set(var name, var value) -> config.put(name, value.strip());
      case Step.Unset(var name) -> config.remove(name);
      case Step.Append(var name, var value) -> {
        return edit(name, topic, config, configs, list -> addAll(list, elements(value)));
      }
      case Step.Subtract(var name, var value) -> {
        return edit(name, topic, config, configs, list -> list.removeAll(elements(value)));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> edit(
      String name,
      Topic topic,
      Map<String, String> config,
      TopicConfigs configs,
      Consumer<List<String>> change) {
    Optional<TopicConfigs.Entry> current =
        configs.of(topic).stream().filter(entry -> entry.name().equals(name)).findFirst();
    if (current.isPresent() && current.get().type() != TopicConfigs.Type.LIST) {
      return Optional.of(
          "elements cannot be added to or taken from '" + name + "', which is no list");
    }
    String value = config.getOrDefault(name, current.map(TopicConfigs.Entry::value).orElse(""));
    List<String> list = new ArrayList<>(elements(value));
    change.accept(list);
    config.put(name, String.join(",", list));
    return Optional.empty();
  }

  private static void addAll(List<String> list, List<String> added) {
    added.stream().filter(element -> !list.contains(element)).forEach(list::add);
  }

  private static List<String> elements(String value) {
    return Arrays.stream(value.split(","))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }
}
