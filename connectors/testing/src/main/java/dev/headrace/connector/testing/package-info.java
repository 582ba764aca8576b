/**
 * The contracts that a connector's author inherits as tests, and the drivers they are built from.
 */
@NullMarked
package dev.headrace.connector.testing;

import org.jspecify.annotations.NullMarked;
