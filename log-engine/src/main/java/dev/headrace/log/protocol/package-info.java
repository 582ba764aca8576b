/**
 * The Kafka wire protocol: each API's bytes to calls of the broker and its answers back to bytes;
 * the only package that sees Kafka's message classes.
 */
@NullMarked
package dev.headrace.log.protocol;

import org.jspecify.annotations.NullMarked;
