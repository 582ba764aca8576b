/**
 * The log as one thing: opened on a data directory, used in process, and served to Kafka clients.
 */
@NullMarked
package dev.headrace.log;

import org.jspecify.annotations.NullMarked;
