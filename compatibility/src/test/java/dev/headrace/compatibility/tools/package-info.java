/** Kafka's own command-line tools on the log here. */
@NullMarked
package dev.headrace.compatibility.tools;

import org.jspecify.annotations.NullMarked;
