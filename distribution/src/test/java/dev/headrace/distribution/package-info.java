/** Tests of the whole process: bin/headrace, started, asked, stopped and killed as users do. */
@NullMarked
package dev.headrace.distribution;

import org.jspecify.annotations.NullMarked;
