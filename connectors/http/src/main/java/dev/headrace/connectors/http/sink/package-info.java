/** {@code http-sink}: sends records to an HTTP server. */
@NullMarked
package dev.headrace.connectors.http.sink;

import org.jspecify.annotations.NullMarked;
