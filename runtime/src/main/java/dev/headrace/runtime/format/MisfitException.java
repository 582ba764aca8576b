package dev.headrace.runtime.format;

import dev.headrace.connector.Reason;

/** A value does not fit a type. Where it lies in the record is filled in on the way out. */
final class MisfitException extends Exception {

  private static final long serialVersionUID = 1;

  private final String what;
  private String place = "";

  /**
   * @param what as {@code "abc" is no date}
   */
  MisfitException(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  /** The same, found in the member of this name. */
  MisfitException in(String member) {
    place = place.isEmpty() ? member : member + "." + place;
    return this;
  }

  @Override
  public String getMessage() {
    return place.isEmpty() ? what : "field " + place + ": " + what;
  }

  /** As a reason to refuse the record. */
  FormatException refused(String code, String next) {
    return new FormatException(new Reason(code, getMessage(), next), this);
  }
}
