/** The port on a Kafka cluster, by Kafka's own clients. */
@NullMarked
package dev.headrace.runtime.log.kafka;

import org.jspecify.annotations.NullMarked;
