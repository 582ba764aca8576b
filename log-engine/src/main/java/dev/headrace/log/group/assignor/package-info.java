/** Ways to share the partitions of topics out among those who subscribe to them. */
@NullMarked
package dev.headrace.log.group.assignor;

import org.jspecify.annotations.NullMarked;
