/** The two loops: from a source reader into the log, and from the log into a sink writer. */
@NullMarked
package dev.headrace.runtime.task;

import org.jspecify.annotations.NullMarked;
