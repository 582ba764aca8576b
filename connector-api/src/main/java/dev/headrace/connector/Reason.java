package dev.headrace.connector;

/**
 * Why something was refused.
 *
 * @param code stable, for programs, such as {@code file.line-too-long}
 * @param what one sentence: what is wrong
 * @param next one sentence: what the user can do about it
 */
public record Reason(String code, String what, String next) {}
