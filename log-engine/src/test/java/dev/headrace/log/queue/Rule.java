package dev.headrace.log.queue;

import java.util.List;

/**
 * Something that holds of every history of a log that does what it promises. The rules are those by
 * which Jepsen's queue workload judges Kafka and its like.
 */
@FunctionalInterface
interface Rule {

  /** What breaks the rule, each in words; empty when it holds. */
  List<String> violations(History history);

  /** All of them. */
  static List<Rule> all() {
    return List.of(
        new AbortedIsNeverRead(),
        new AllAgreeOnOffsets(),
        new AcknowledgedIsRead(),
        new InformationFlowsOneWay(),
        new PollsSkipNothing(),
        new WritesKeepTheirOrder(),
        new TransactionsAreReadWhole(),
        new OwnWritesAreNotReadEarly(),
        new ValuesAreThereOnce());
  }
}
