package dev.headrace.runtime.rest;

import java.util.function.Function;

/**
 * One thing that can be asked.
 *
 * @param method the HTTP method
 * @param path with variables as {@code :name}
 * @param handler answers; it may block, is called on a worker thread, by several at once
 */
record Route(String method, String path, Function<Request, Answer> handler) {}
