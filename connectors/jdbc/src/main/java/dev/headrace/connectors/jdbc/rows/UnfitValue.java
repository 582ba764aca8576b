package dev.headrace.connectors.jdbc.rows;

/** A value that its column's schema has no place for, such as a date at infinity. */
public final class UnfitValue extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param what ends the sentence "the column holds …"
   */
  public UnfitValue(String what) {
    super(what, null, false, false);
  }
}
