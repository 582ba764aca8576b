/** Secrets at rest: sealed with a key that lies beside the data, for its owner only. */
@NullMarked
package dev.headrace.runtime.secret;

import org.jspecify.annotations.NullMarked;
