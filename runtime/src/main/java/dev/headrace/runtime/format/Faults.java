package dev.headrace.runtime.format;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.schema.Side;

/** What is said of values that are not of their own schema. */
final class Faults {

  private Faults() {}

  /**
   * Something made of a value.
   *
   * @param <T> what
   */
  @FunctionalInterface
  interface Making<T> {
    T make() throws MisfitException;
  }

  /** Makes it, or says that the connector gave what it should not. */
  static <T> T ofSource(Side side, Making<T> making) throws FormatException {
    try {
      return making.make();
    } catch (MisfitException misfit) {
      throw misfit.refused(
          side.text() + ".not-of-its-schema",
          "This is a fault of the connector: its value does not fit its own schema.");
    }
  }

  /** A format that has no place for a kind of value. */
  static FormatException cannotHold(Side side, Format format, String what) {
    return new FormatException(
        new Reason(
            side.text() + ".format-cannot-hold",
            "format " + format + " cannot hold " + what,
            "Set `" + side.text() + ".format` to json or avro."),
        null);
  }
}
