/**
 * The sockets: frames in, answers out in the order of their requests; the only package that sees
 * Netty.
 */
@NullMarked
package dev.headrace.log.server;

import org.jspecify.annotations.NullMarked;
