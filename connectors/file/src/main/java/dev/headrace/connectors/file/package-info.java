/** Files as sources and sinks: the bytes of lines in and out, exactly once. */
@NullMarked
package dev.headrace.connectors.file;

import org.jspecify.annotations.NullMarked;
