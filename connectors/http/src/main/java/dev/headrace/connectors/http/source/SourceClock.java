package dev.headrace.connectors.http.source;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of a source.
 *
 * @param time of day, for dates that servers give
 * @param nanoTime for what passes
 */
record SourceClock(InstantSource time, LongSupplier nanoTime) {

  static final SourceClock SYSTEM = new SourceClock(InstantSource.system(), System::nanoTime);
}
