/** What becomes of records that are refused: counted, told, and kept in a topic of their own. */
@NullMarked
package dev.headrace.runtime.deadletter;

import org.jspecify.annotations.NullMarked;
