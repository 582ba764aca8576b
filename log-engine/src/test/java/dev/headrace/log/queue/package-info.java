/** The rules of a queue, what clients saw of one under faults, and whether they hold. */
@NullMarked
package dev.headrace.log.queue;

import org.jspecify.annotations.NullMarked;
