/** Kafka Connect's REST interface. */
@NullMarked
package dev.headrace.runtime.rest;

import org.jspecify.annotations.NullMarked;
