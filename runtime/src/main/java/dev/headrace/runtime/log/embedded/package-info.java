/** The port on the log engine of the same process. */
@NullMarked
package dev.headrace.runtime.log.embedded;

import org.jspecify.annotations.NullMarked;
