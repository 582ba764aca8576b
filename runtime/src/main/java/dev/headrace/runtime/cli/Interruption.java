package dev.headrace.runtime.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a value to wait for: the first asks to stop in order, a second one ends the
 * process at once. Where the JVM lacks signals, a shutdown hook remains.
 */
final class Interruption {

  /** What a shell shows for a process that Ctrl-C ended. */
  private static final int KILLED_BY_INTERRUPT = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  private Interruption() {}

  /** Takes over the signals of this process. */
  static Interruption install() {
    Interruption interruption = new Interruption();
    for (String signal : new String[] {"INT", "TERM", "HUP"}) {
      interruption.listen(signal);
    }
    return interruption;
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits until a stop is asked for; false when the time is over before. */
  boolean await(long waitMillis) throws InterruptedException {
    return asked.await(waitMillis, TimeUnit.MILLISECONDS);
  }

  private void signalled() {
    if (isAsked()) {
      Runtime.getRuntime().halt(KILLED_BY_INTERRUPT);
    }
    asked.countDown();
  }

  /** By reflection: the compiler warns of sun.misc.Signal, though jdk.unsupported exports it. */
  private void listen(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      signalled();
                      yield null;
                    }
                    case "equals" ->
                        System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "Interruption";
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (InvocationTargetException taken) {
      // The JVM keeps this signal for itself (-Xrs, or a platform without it).
    } catch (ReflectiveOperationException noSignals) {
      throw new IllegalStateException("this Java has no sun.misc.Signal", noSignals);
    }
  }
}
