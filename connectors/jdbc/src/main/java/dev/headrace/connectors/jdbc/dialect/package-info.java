/** How databases differ: names in quotes, and which type a column has or gets. */
@NullMarked
package dev.headrace.connectors.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
