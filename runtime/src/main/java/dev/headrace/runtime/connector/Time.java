package dev.headrace.runtime.connector;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time that a supervisor lives in.
 *
 * @param clock for what people see, and for schedules
 * @param nanoTime for intervals, as {@link System#nanoTime()}
 * @param alarm its supervisor's to close
 */
record Time(InstantSource clock, LongSupplier nanoTime, Alarm alarm) {

  static Time system() {
    return new Time(InstantSource.system(), System::nanoTime, new SystemAlarm());
  }
}
