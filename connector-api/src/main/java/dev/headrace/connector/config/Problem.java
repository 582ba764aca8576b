package dev.headrace.connector.config;

/**
 * Something wrong in what a user wrote.
 *
 * @param code stable, for programs: {@code config.unknown-key}, {@code config.missing-key}, {@code
 *     config.wrong-type}, {@code config.out-of-range}, {@code config.not-allowed}, {@code
 *     config.blank}, {@code config.not-applicable} (the setting belongs to another mode), {@code
 *     config.inconsistent} (settings that do not go together), or a connector's own
 * @param key the setting it is about; empty when it is about none
 * @param what one sentence: what is wrong, quoting the value unless it is secret
 * @param next one sentence: what the user can do about it
 */
public record Problem(String code, String key, String what, String next) {}
