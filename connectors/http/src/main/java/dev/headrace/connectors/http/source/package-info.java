/** {@code http-source}: polls an endpoint, page by page. */
@NullMarked
package dev.headrace.connectors.http.source;

import org.jspecify.annotations.NullMarked;
