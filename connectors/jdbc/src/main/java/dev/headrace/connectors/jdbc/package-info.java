/** Databases as sources and sinks: the rows of tables and queries in, records as rows out. */
@NullMarked
package dev.headrace.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
