/**
 * Which transactions of PostgreSQL are finished, so that none of their rows is missed or doubled.
 */
@NullMarked
package dev.headrace.connectors.jdbc.source.transaction;

import org.jspecify.annotations.NullMarked;
