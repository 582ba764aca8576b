package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why a database refuses a row, in its own words but without the row's values: messages end up
 * in logs, where data has no business.
 */
final class RefusalText {

  /**
   * Names may be quoted in a message, after one of these words; whatever else is quoted may not.
   */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<name>\\b(?:column|relation|constraint|table|index|type|domain|encoding|schema) )?"
              + "(?<quoted>\"[^\"]*\"|'[^']*')");

  /** Its message is the user's own, and may say anything. */
  private static final String TRIGGER = "P0001";

  private RefusalText() {}

  /**
   * The reason of a failure that is about the data of a row; empty for any other.
   *
   * @param column the column that it is about, when the driver tells
   */
  static Optional<Reason> of(SQLException failure, Optional<String> column) {
    if (SqlFailure.kind(failure) != SqlFailure.Kind.VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new Reason(
            SqlFailure.Kind.VALUE.code(),
            "The database refuses the row: "
                + words(failure)
                + column.map(name -> ", column " + name).orElse("")
                + ".",
            "Correct the record, or let the table take it."));
  }

  /** What the database says, without values. */
  static String words(SQLException failure) {
    SQLException told = failure;
    while (told.getCause() instanceof SQLException cause) {
      told = cause;
    }
    if (TRIGGER.equals(told.getSQLState())) {
      return "a trigger or a function raised an exception (SQLSTATE " + TRIGGER + ")";
    }
    String words = withoutValues(String.valueOf(told.getMessage()));
    return told.getSQLState() == null ? words : words + " (SQLSTATE " + told.getSQLState() + ")";
  }

  /** The first line up to what follows a colon, with every quoted text hidden that is no name. */
  static String withoutValues(String message) {
    String line = message.lines().findFirst().orElse("").replaceFirst("^(ERROR|FATAL): ", "");
    int colon = line.indexOf(": ");
    Matcher quoted = QUOTED.matcher(colon < 0 ? line : line.substring(0, colon));
    return quoted.replaceAll(
        found -> Matcher.quoteReplacement(found.group("name") == null ? "\"…\"" : found.group()));
  }
}
