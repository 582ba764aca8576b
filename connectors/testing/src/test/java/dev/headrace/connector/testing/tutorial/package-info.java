/** The connectors of the tutorial in {@code dev.headrace.connector}. */
@NullMarked
package dev.headrace.connector.testing.tutorial;

import org.jspecify.annotations.NullMarked;
