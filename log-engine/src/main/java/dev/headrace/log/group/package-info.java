/**
 * Consumer groups and their committed offsets as a pure state machine that is replayed from its own
 * records.
 */
@NullMarked
package dev.headrace.log.group;

import org.jspecify.annotations.NullMarked;
