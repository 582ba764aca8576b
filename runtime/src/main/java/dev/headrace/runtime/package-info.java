/** The worker: from config files to plugins to tasks to the log. */
@NullMarked
package dev.headrace.runtime;

import org.jspecify.annotations.NullMarked;
