/** Values between connectors and the bytes in a topic. */
@NullMarked
package dev.headrace.runtime.format;

import org.jspecify.annotations.NullMarked;
