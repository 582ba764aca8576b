package dev.headrace.connectors.jdbc.source;

import dev.headrace.connectors.jdbc.source.transaction.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a scan of PostgreSQL. That on the transaction keeps rows that were delivered
 * from being sent at all; it may let some pass, which the reader leaves out.
 */
record TransactionFilter(Comparisons comparisons) {

  /** A longer list costs more for each row than it saves. */
  private static final int MOST_RANGES = 16;

  List<Sql> conditions(
      Subject subject,
      Optional<String> floor,
      Optional<Sql> split,
      Optional<String> at,
      Transactions known) {
    OrderColumn first = subject.order().getFirst();
    List<Sql> conditions = new ArrayList<>();
    if (at.isPresent()) {
      conditions.add(comparisons.behind(subject.order(), Texts.split(at.get())));
    } else if (floor.isPresent()) {
      conditions.add(comparisons.compare(first, ">=", floor.get()));
    } else if (split.isEmpty()) {
      conditions.add(Sql.of(first.expression() + " IS NOT NULL"));
    }
    split.ifPresent(conditions::add);
    if (!known.equals(Transactions.NONE)) {
      conditions.add(Sql.of(isNew(known)));
    }
    return conditions;
  }

  Sql split(Subject subject, String operator, String text) {
    return comparisons.compare(subject.order().getFirst(), operator, text);
  }

  /** Transactions are compared by their age, since their numbers begin anew after four billion. */
  private static String isNew(Transactions known) {
    if (known.open().size() > MOST_RANGES) {
      return "age(xmin) <= " + age(known.firstMissing());
    }
    StringBuilder condition = new StringBuilder("(age(xmin) <= " + age(known.below()));
    known
        .open()
        .forEach(
            range ->
                condition
                    .append(" OR age(xmin) BETWEEN ")
                    .append(age(range.to()))
                    .append(" AND ")
                    .append(age(range.from())));
    return condition.append(')').toString();
  }

  private static String age(long xid) {
    return "age('" + Xids.narrow(xid) + "'::xid)";
  }
}
