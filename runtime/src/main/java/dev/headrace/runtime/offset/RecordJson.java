package dev.headrace.runtime.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * A record of simple components as a flat JSON object. What is missing when read takes its zero
 * value and what is unknown is left out, so that what was stored survives an upgrade. Thread-safe.
 */
final class RecordJson<R extends Record> {

  private final Constructor<R> constructor;
  private final List<Member> members;

  private record Member(RecordComponent component, SimpleType type) {}

  /**
   * @throws IllegalArgumentException when a component is not simple
   */
  RecordJson(Class<R> recordType) {
    RecordComponent[] components = recordType.getRecordComponents();
    this.members =
        Arrays.stream(components)
            .map(component -> new Member(component, SimpleType.of(component)))
            .toList();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = recordType.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(recordType + " has no canonical constructor", e);
    }
    constructor.setAccessible(true);
    members.forEach(member -> member.component().getAccessor().setAccessible(true));
  }

  ObjectNode write(R value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Member member : members) {
      object.set(member.component().getName(), member.type().write(read(member, value)));
    }
    return object;
  }

  R read(JsonNode object) {
    Object[] values =
        members.stream()
            .map(member -> member.type().read(object.path(member.component().getName())))
            .toArray();
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          constructor.getDeclaringClass().getSimpleName() + " does not accept " + object, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + constructor.getDeclaringClass(), e);
    }
  }

  private static Object read(Member member, Record value) {
    try {
      return member.component().getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + member.component(), e);
    }
  }
}
