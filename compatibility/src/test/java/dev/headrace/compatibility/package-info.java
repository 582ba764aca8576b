/** What must hold on Apache Kafka's own broker too. */
@NullMarked
package dev.headrace.compatibility;

import org.jspecify.annotations.NullMarked;
