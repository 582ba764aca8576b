/** The record batch, version 2: its bytes read, built, checked and compressed, without any I/O. */
@NullMarked
package dev.headrace.log.record;

import org.jspecify.annotations.NullMarked;
