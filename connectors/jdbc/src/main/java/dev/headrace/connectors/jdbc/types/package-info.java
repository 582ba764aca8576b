/** How SQL types and Avro schemas stand for each other. */
@NullMarked
package dev.headrace.connectors.jdbc.types;

import org.jspecify.annotations.NullMarked;
