/** {@code webhook-source}: takes what others send, and says so when it is durable. */
@NullMarked
package dev.headrace.connectors.http.webhook;

import org.jspecify.annotations.NullMarked;
