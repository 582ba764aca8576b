/**
 * All that a connector author sees: a source reads partitions of an outside system into a topic, a
 * sink writes the records of topics to one.
 */
@NullMarked
package dev.headrace.connector;

import org.jspecify.annotations.NullMarked;
