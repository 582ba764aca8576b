/**
 * Asks HTTP servers: connections, who we are, which addresses are refused, and what answers mean.
 */
@NullMarked
package dev.headrace.connectors.http.client;

import org.jspecify.annotations.NullMarked;
