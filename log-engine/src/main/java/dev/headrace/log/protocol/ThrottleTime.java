package dev.headrace.log.protocol;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Tells clients how long they are left alone, whatever they are answered: nearly every message has
 * room for that, but no type in common that says so.
 */
final class ThrottleTime {

  /** How each message takes it; empty for those that have no room. */
  private static final ClassValue<Optional<Method>> SETTERS =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> message) {
          try {
            return Optional.of(message.getMethod("setThrottleTimeMs", int.class));
          } catch (NoSuchMethodException _) {
            return Optional.empty();
          }
        }
      };

  private ThrottleTime() {}

  /** Says it in the answer, where there is room; versions that have none leave it out. */
  static void tell(ApiMessage response, int millis) {
    Optional<Method> setter = SETTERS.get(response.getClass());
    if (setter.isEmpty()) {
      return;
    }
    try {
      setter.get().invoke(response, millis);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(setter.get() + " sets a field of a message", e);
    }
  }
}
