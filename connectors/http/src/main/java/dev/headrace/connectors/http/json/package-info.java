/** Finds things in JSON text without making objects of all of it. */
@NullMarked
package dev.headrace.connectors.http.json;

import org.jspecify.annotations.NullMarked;
