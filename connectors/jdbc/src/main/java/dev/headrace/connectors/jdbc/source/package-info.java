/** Tables and queries as records: what is read, in which order, and up to where. */
@NullMarked
package dev.headrace.connectors.jdbc.source;

import org.jspecify.annotations.NullMarked;
