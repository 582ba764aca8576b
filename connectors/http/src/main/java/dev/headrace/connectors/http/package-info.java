/** HTTP as sources and sinks: polled pages and received calls in, calls out. */
@NullMarked
package dev.headrace.connectors.http;

import org.jspecify.annotations.NullMarked;
