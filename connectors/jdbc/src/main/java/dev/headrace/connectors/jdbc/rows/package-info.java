/** Rows on their way from a database: read one by one, and turned into the values of the API. */
@NullMarked
package dev.headrace.connectors.jdbc.rows;

import org.jspecify.annotations.NullMarked;
