package dev.headrace.log.broker;

import dev.headrace.log.transaction.TransactionState;

/**
 * A transactional id and how far its transaction has come.
 *
 * @param ageMillis since that began
 */
public record TransactionListing(String transactionalId, TransactionState state, long ageMillis) {}
