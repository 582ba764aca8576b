/** Databases for tests. */
@NullMarked
package dev.headrace.connectors.jdbc.testing;

import org.jspecify.annotations.NullMarked;
