/** Node settings and connector files: found, parsed, checked, and every problem told at once. */
@NullMarked
package dev.headrace.runtime.config;

import org.jspecify.annotations.NullMarked;
