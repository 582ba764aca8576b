package dev.headrace.connectors.http.client;

import java.io.IOException;

/** An answer is longer than allowed. */
public final class TooMuchException extends IOException {

  private static final long serialVersionUID = 1;

  TooMuchException(long limitBytes) {
    super("the answer is longer than " + limitBytes + " bytes");
  }
}
