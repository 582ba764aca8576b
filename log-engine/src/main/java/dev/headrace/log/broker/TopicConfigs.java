package dev.headrace.log.broker;

import java.util.List;

/** The configuration of topics, by Kafka's names. Thread-safe. */
public interface TopicConfigs {

  /** All settings of a topic as they are in effect, by name. */
  List<Entry> of(Topic topic);

  /** A setting in effect. */
  record Entry(String name, String value, Type type, Source source, String documentation) {}

  /** Where a value comes from. */
  enum Source {
    /** Set for this topic. */
    TOPIC,
    /** Set for this group. */
    GROUP,
    /** Set for the node, as the default of all topics. */
    NODE,
    /** Nobody set it. */
    DEFAULT
  }

  /** What a value looks like. */
  enum Type {
    BOOLEAN,
    INT,
    LONG,
    DOUBLE,
    STRING,
    LIST
  }
}
