/** The command line: arguments in, exit code out. */
@NullMarked
package dev.headrace.runtime.cli;

import org.jspecify.annotations.NullMarked;
