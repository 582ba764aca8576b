/**
 * How a database is reached: settings, refused parameters, a small pool, and what failures mean.
 */
@NullMarked
package dev.headrace.connectors.jdbc.connection;

import org.jspecify.annotations.NullMarked;
