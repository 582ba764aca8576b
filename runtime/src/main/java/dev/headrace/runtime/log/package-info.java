/** The port between worker and log; its currency is the record batch. */
@NullMarked
package dev.headrace.runtime.log;

import org.jspecify.annotations.NullMarked;
