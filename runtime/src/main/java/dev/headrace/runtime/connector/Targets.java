package dev.headrace.runtime.connector;

import dev.headrace.connector.ReadMode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the connectors of a node are to do, kept in the log. Changed by one thread at a time, asked
 * by any.
 */
final class Targets {

  private final ConfigStore store;

  /** Those that are to be paused or stopped. */
  private final Map<String, TargetState> resting = new ConcurrentHashMap<>();

  private Targets(ConfigStore store) {
    this.store = store;
  }

  /** As they were kept; what is read once rests nowhere. */
  static Targets kept(ConfigStore store, ReadMode mode) {
    Targets targets = new Targets(store);
    if (mode == ReadMode.CONTINUOUS) {
      targets.resting.putAll(store.read().targets());
    }
    return targets;
  }

  TargetState of(String name) {
    return resting.getOrDefault(name, TargetState.STARTED);
  }

  /** Returns when it is kept; whether that is a change. */
  boolean set(String name, TargetState target) {
    if (of(name) == target) {
      return false;
    }
    store.putTarget(name, target);
    note(name, target);
    return true;
  }

  /** What the store keeps already. */
  void note(String name, TargetState target) {
    if (target == TargetState.STARTED) {
      resting.remove(name);
    } else {
      resting.put(name, target);
    }
  }
}
