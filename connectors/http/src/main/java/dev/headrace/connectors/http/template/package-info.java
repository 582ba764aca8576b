/** Texts with placeholders, filled so that a value cannot break out of its place. */
@NullMarked
package dev.headrace.connectors.http.template;

import org.jspecify.annotations.NullMarked;
