package dev.headrace.connector.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a configuration record says about its settings. Immutable; may be used from any thread.
 *
 * @param <C> the configuration record
 */
public final class Definition<C extends Record> {

  private final Class<C> type;
  private final GroupPart root;
  private final Map<String, Setting> settings;

  private Definition(Class<C> type, GroupPart root, Map<String, Setting> settings) {
    this.type = type;
    this.root = root;
    this.settings = settings;
  }

  /**
   * Reads the definition from a record class.
   *
   * @throws IllegalArgumentException when the class is not a configuration as {@link
   *     dev.headrace.connector.config} describes it; the message names the component
   */
  public static <C extends Record> Definition<C> of(Class<C> type) {
    GroupPart root = Parts.group(type, "");
    Map<String, Setting> settings = new LinkedHashMap<>();
    root.settings().forEach(setting -> settings.merge(setting.key(), setting, Definition::merge));
    return new Definition<>(type, root, settings);
  }

  /** Binds settings of which all belong to the record. */
  public Binding<C> bind(Map<String, String> values) {
    return bind(values, Set.of());
  }

  /**
   * Binds settings.
   *
   * @param otherKeys keys that somebody else understands: they are passed over, and suggested where
   *     an unknown key is near to one of them
   */
  public Binding<C> bind(Map<String, String> values, Collection<String> otherKeys) {
    Reading reading = new Reading(values);
    Optional<Object> bound = root.read(reading);
    for (String key : reading.unread()) {
      if (!otherKeys.contains(key)) {
        reading.note(leftOver(key, otherKeys));
      }
    }
    return bound.isPresent() && reading.problems().isEmpty()
        ? new Binding.Bound<>(type.cast(bound.get()))
        : new Binding.Invalid<>(reading.problems());
  }

  /** The settings in the order of the components, without duplicates. */
  public List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  private Problem leftOver(String key, Collection<String> otherKeys) {
    Optional<Setting.When> when = Optional.ofNullable(settings.get(key)).flatMap(Setting::when);
    if (when.isPresent()) {
      return new Problem(
          "config.not-applicable",
          key,
          "`" + key + "` applies only when " + when.get() + ".",
          "Remove `" + key + "`, or set `" + when.get().key() + "` accordingly.");
    }
    Set<String> known = new TreeSet<>(settings.keySet());
    String next =
        Nearest.to(key, known)
            .or(() -> Nearest.to(key, otherKeys))
            .map(nearest -> "Did you mean `" + nearest + "`?")
            .orElseGet(() -> "Remove it. The settings are: " + String.join(", ", known) + ".");
    return new Problem("config.unknown-key", key, "There is no setting `" + key + "`.", next);
  }

  /** The same setting in several variants of one choice. */
  private static Setting merge(Setting one, Setting other) {
    if (one.when().isEmpty() || other.when().isEmpty()) {
      throw new IllegalArgumentException("two components have the key " + one.key());
    }
    return one.under(one.when().get().or(other.when().get()));
  }
}
