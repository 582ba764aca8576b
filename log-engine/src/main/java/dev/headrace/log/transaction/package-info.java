/**
 * Transactional writers, their epochs and outcomes as a pure state machine that is replayed from
 * its own records.
 */
@NullMarked
package dev.headrace.log.transaction;

import org.jspecify.annotations.NullMarked;
