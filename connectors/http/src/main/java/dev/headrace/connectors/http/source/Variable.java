package dev.headrace.connectors.http.source;

import java.util.Optional;

/**
 * A value that changes from request to request.
 *
 * @param name its placeholder's name
 * @param json the value; empty when there is none yet
 * @param parameter the query parameter that takes it where no placeholder does
 */
record Variable(String name, Optional<String> json, Optional<String> parameter) {}
