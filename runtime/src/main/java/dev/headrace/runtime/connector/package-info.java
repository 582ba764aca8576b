/** Supervision: which connectors exist, in which state, and what is done when one fails. */
@NullMarked
package dev.headrace.runtime.connector;

import org.jspecify.annotations.NullMarked;
