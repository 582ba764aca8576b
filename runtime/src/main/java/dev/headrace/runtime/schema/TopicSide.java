package dev.headrace.runtime.schema;

/** The keys or the values of a topic. */
public record TopicSide(String topic, Side side) {

  /** What a record is called whose schema nobody named. */
  public String recordName() {
    String name = FieldNames.plain(topic);
    return side == Side.KEY ? name + "_key" : name;
  }

  /** As {@code values of topic orders}. */
  @Override
  public String toString() {
    return side.text() + "s of topic " + topic;
  }
}
