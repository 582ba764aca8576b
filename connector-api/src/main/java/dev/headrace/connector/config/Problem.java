package dev.headrace.connector.config;

/**
 * Something wrong in what a user wrote.
 *
 * @param code stable, for programs, such as {@code config.unknown-key}
 * @param key the setting it is about; empty text when about none
 * @param what one sentence: what is wrong, quoting the value unless it is secret
 * @param next one sentence: what to do about it
 */
public record Problem(String code, String key, String what, String next) {}
