/** Positions of sources as records in Kafka Connect's own format. */
@NullMarked
package dev.headrace.runtime.offset;

import org.jspecify.annotations.NullMarked;
