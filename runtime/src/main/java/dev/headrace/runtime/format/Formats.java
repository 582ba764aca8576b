package dev.headrace.runtime.format;

/** The {@code key.format} and {@code value.format} of a connector. */
public record Formats(Format key, Format value) {

  /** JSON both. */
  public static final Formats JSON = new Formats(Format.JSON, Format.JSON);
}
