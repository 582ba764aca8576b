/**
 * A configuration is a record: from its annotated components come binding, validation, help and
 * documentation.
 */
@NullMarked
package dev.headrace.connector.config;

import org.jspecify.annotations.NullMarked;
