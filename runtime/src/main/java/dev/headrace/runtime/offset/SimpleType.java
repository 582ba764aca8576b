package dev.headrace.runtime.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A type that a component of a position may have, to and from JSON. */
sealed interface SimpleType {

  /** What {@code write} gave; the zero value for what is missing or null. */
  Object read(JsonNode node);

  JsonNode write(Object value);

  /** A number, text or boolean. */
  record Plain(Object zero, Function<JsonNode, Object> reader, Function<Object, JsonNode> writer)
      implements SimpleType {
    @Override
    public Object read(JsonNode node) {
      return node.isMissingNode() || node.isNull() ? zero : reader.apply(node);
    }

    @Override
    public JsonNode write(Object value) {
      return writer.apply(value);
    }
  }

  /** What may be absent: null in JSON. */
  record Maybe(SimpleType content) implements SimpleType {
    @Override
    public Object read(JsonNode node) {
      return node.isMissingNode() || node.isNull()
          ? Optional.empty()
          : Optional.of(content.read(node));
    }

    @Override
    public JsonNode write(Object value) {
      return ((Optional<?>) value)
          .map(content::write)
          .orElseGet(JsonNodeFactory.instance::nullNode);
    }
  }

  JsonNodeFactory NODES = JsonNodeFactory.instance;

  Plain LONG = new Plain(0L, JsonNode::asLong, value -> NODES.numberNode((Long) value));
  Plain INT = new Plain(0, JsonNode::asInt, value -> NODES.numberNode((Integer) value));
  Plain DOUBLE = new Plain(0.0, JsonNode::asDouble, value -> NODES.numberNode((Double) value));
  Plain BOOLEAN =
      new Plain(false, JsonNode::asBoolean, value -> NODES.booleanNode((Boolean) value));
  Plain TEXT = new Plain("", JsonNode::asText, value -> NODES.textNode((String) value));

  Map<Type, SimpleType> PLAIN =
      Map.of(
          long.class, LONG,
          Long.class, LONG,
          int.class, INT,
          Integer.class, INT,
          double.class, DOUBLE,
          Double.class, DOUBLE,
          boolean.class, BOOLEAN,
          Boolean.class, BOOLEAN,
          String.class, TEXT);

  /**
   * @throws IllegalArgumentException when the component is not simple
   */
  static SimpleType of(RecordComponent component) {
    Type type = component.getGenericType();
    if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
      return new Maybe(plain(component, optional.getActualTypeArguments()[0]));
    }
    return plain(component, type);
  }

  private static SimpleType plain(RecordComponent component, Type type) {
    SimpleType found = PLAIN.get(type);
    if (found == null) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName()
              + "."
              + component.getName()
              + " is a "
              + type.getTypeName()
              + "; positions have only int, long, double, boolean, String and Optional of these");
    }
    return found;
  }
}
