/**
 * Records as rows: how they are laid out, how they reach a table, and where each partition stands.
 */
@NullMarked
package dev.headrace.connectors.jdbc.sink;

import org.jspecify.annotations.NullMarked;
