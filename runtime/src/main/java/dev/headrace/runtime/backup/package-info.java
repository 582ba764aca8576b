/** Backups of this node, taken while it runs. */
@NullMarked
package dev.headrace.runtime.backup;

import org.jspecify.annotations.NullMarked;
