package dev.headrace.connector.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A record, and what fills its components. */
record GroupPart(String key, Constructor<?> constructor, List<Part> parts) implements Part {

  @Override
  public Optional<Object> read(Reading reading) {
    List<Optional<Object>> values = parts.stream().map(part -> part.read(reading)).toList();
    return values.stream().allMatch(Optional::isPresent)
        ? construct(values.stream().map(Optional::orElseThrow).toArray(), reading)
        : Optional.empty();
  }

  @Override
  public Stream<Setting> settings() {
    return parts.stream().flatMap(Part::settings);
  }

  private Optional<Object> construct(Object[] values, Reading reading) {
    try {
      Object group = constructor.newInstance(values);
      if (group instanceof Checked checked) {
        checked.problems().forEach(reading::note);
      }
      return Optional.of(group);
    } catch (InvocationTargetException refused) {
      if (!(refused.getCause() instanceof IllegalArgumentException cause)) {
        throw new IllegalStateException(constructor + " failed", refused.getCause());
      }
      reading.note(
          new Problem(
              "config.inconsistent",
              key,
              String.valueOf(cause.getMessage()),
              "Correct the settings that it names."));
      return Optional.empty();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(constructor + " cannot be called", impossible);
    }
  }
}
