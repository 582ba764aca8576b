package dev.headrace.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads the committed records of all accounts while tellers work and the node is killed, and adds
 * up. A transfer of which it has seen one record reaches over a border between accounts; whenever
 * there is none such, it stands at the end of transactions and the total must be what was
 * deposited. One thread runs it, any may ask it to leave.
 */
final class Auditor implements Callable<Auditor.Report> {

  private static final int WITH_DEPOSIT = Bank.ACCOUNTS;

  private final Bank bank;
  private final Map<String, List<Long>> unbalanced = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();
  private long total;
  private int balances;
  private volatile boolean mayLeave;

  Auditor(Bank bank) {
    this.bank = bank;
  }

  /**
   * @param complaints what was wrong at some moment
   * @param seen the transfers that were read
   * @param unbalanced those of which a part was read and no more came
   * @param balances how often the total was compared
   */
  record Report(List<String> complaints, Set<String> seen, Set<String> unbalanced, int balances) {}

  /** It reads to the end of what is there, and reports. */
  void leave() {
    mayLeave = true;
  }

  @Override
  public Report call() {
    try (KafkaConsumer<String, Long> reader = bank.reader()) {
      while (!mayLeave) {
        reader.poll(Duration.ofMillis(50)).forEach(this::take);
      }
      var ends = reader.endOffsets(bank.accounts());
      while (bank.accounts().stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
        reader.poll(Duration.ofMillis(50)).forEach(this::take);
      }
    }
    return new Report(complaints, seen, Set.copyOf(unbalanced.keySet()), balances);
  }

  private void take(ConsumerRecord<String, Long> record) {
    String transfer = record.key();
    total += record.value();
    List<Long> parts = unbalanced.computeIfAbsent(transfer, _ -> new ArrayList<>());
    if (!seen.add(transfer) && parts.isEmpty()) {
      complaints.add("a record too many of " + transfer + " at " + record);
    }
    parts.add(record.value());
    boolean isDeposit = transfer.equals("deposit");
    if (parts.size() == (isDeposit ? WITH_DEPOSIT : 2)) {
      unbalanced.remove(transfer);
    }
    if (unbalanced.isEmpty()) {
      balance(record);
    }
  }

  private void balance(ConsumerRecord<String, Long> last) {
    balances++;
    if (total != Bank.ACCOUNTS * Bank.DEPOSIT) {
      complaints.add("a total of " + total + " behind " + last);
    }
  }
}
