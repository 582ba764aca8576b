package dev.headrace.log.broker;

import dev.headrace.log.transaction.TransactionState;

/** A transactional id and how far its transaction has come. */
public record TransactionListing(String transactionalId, TransactionState state) {}
