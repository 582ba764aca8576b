package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;

/** What became of offsets that were committed as a part of a transaction. */
public sealed interface TransactionalCommit {

  /** They are in the log; {@code endOffset} is behind them: wait for it to be durable. */
  record Written(long endOffset) implements TransactionalCommit {}

  record Refused(GroupError error) implements TransactionalCommit {}
}
