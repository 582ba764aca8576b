/** When sources are read: schedules, and the runs that they led to, kept in the log. */
@NullMarked
package dev.headrace.runtime.schedule;

import org.jspecify.annotations.NullMarked;
