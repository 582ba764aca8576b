/** The same scripts, played on Apache Kafka and on the log here: both must tell the same. */
@NullMarked
package dev.headrace.compatibility.matrix;

import org.jspecify.annotations.NullMarked;
