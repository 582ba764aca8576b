package dev.headrace.connectors.jdbc.source.transaction;

/**
 * What a server says about its transactions.
 *
 * @param end no transaction has this number or a higher one yet
 * @param open the numbers of those that are open, subtransactions included, ascending
 */
public record OpenTransactions(long end, long[] open) {}
