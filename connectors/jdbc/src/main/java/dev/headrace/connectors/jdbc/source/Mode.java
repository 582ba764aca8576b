package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Named;
import dev.headrace.connector.config.NotBlank;
import java.util.List;
import java.util.Optional;

/** Which rows are read again and again. */
public sealed interface Mode {

  /** The columns that tell what is new, in the order of reading. */
  List<String> columns();

  /** Everything, each time. */
  @Doc("All rows, again after each `poll.interval`, or at each run of a `schedule`.")
  record Bulk() implements Mode {
    @Override
    public List<String> columns() {
      return List.of();
    }
  }

  /** What is new by a number. */
  @Doc("Rows that are new, by a column whose numbers rise from row to row; updates are not seen.")
  record Incrementing(
      @Doc("The column with rising numbers, such as a serial or identity column.") @NotBlank
          String incrementingColumn)
      implements Mode {
    @Override
    public List<String> columns() {
      return List.of(incrementingColumn);
    }
  }

  /** What is new or changed by a time. */
  @Doc("Rows that are new or changed, by the time of the change.")
  record Timestamp(
      @Doc(
              "The column with the time of a row's last change. Of several, the first that is not"
                  + " null counts.")
          List<String> timestampColumns)
      implements Mode {
    @Override
    public List<String> columns() {
      return timestampColumns;
    }
  }

  /** What is new or changed by a time, and a number where times are the same. */
  @Doc("As `timestamp`, in the order of a rising number among rows of the same time.")
  @Named("timestamp+incrementing")
  record TimestampIncrementing(
      @Doc(
              "The column with the time of a row's last change. Of several, the first that is not"
                  + " null counts.")
          List<String> timestampColumns,
      @Doc("The column with rising numbers, such as a serial or identity column.") @NotBlank
          String incrementingColumn)
      implements Mode {
    @Override
    public List<String> columns() {
      return timestampColumns;
    }
  }

  /** The column that parts rows of the same time. */
  default Optional<String> numberedBy() {
    return this instanceof TimestampIncrementing(_, String column)
        ? Optional.of(column)
        : Optional.empty();
  }

  /** Tells this mode from others in a position. */
  default String label() {
    return switch (this) {
      case Bulk _ -> "bulk";
      case Incrementing(String column) -> "incrementing " + column;
      case Timestamp(List<String> columns) -> "timestamp " + String.join(",", columns);
      case TimestampIncrementing(List<String> columns, String column) ->
          "timestamp+incrementing " + String.join(",", columns) + "+" + column;
    };
  }
}
