/** What a database says about its tables and their columns. */
@NullMarked
package dev.headrace.connectors.jdbc.catalog;

import org.jspecify.annotations.NullMarked;
