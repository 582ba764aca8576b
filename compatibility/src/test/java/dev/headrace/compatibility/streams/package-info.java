/** Kafka Streams on the log here. */
@NullMarked
package dev.headrace.compatibility.streams;

import org.jspecify.annotations.NullMarked;
