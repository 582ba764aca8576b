/** Avro schemas of topics: inferred from JSON, widened, and kept in the log. */
@NullMarked
package dev.headrace.runtime.schema;

import org.jspecify.annotations.NullMarked;
