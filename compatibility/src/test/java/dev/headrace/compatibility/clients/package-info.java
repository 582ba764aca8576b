/** Other releases of Kafka's Java clients on the log here, each in a process of its own. */
@NullMarked
package dev.headrace.compatibility.clients;

import org.jspecify.annotations.NullMarked;
