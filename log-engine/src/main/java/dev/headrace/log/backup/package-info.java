/** Copies of a data directory beside it: written, checked and made a data directory again. */
@NullMarked
package dev.headrace.log.backup;

import org.jspecify.annotations.NullMarked;
