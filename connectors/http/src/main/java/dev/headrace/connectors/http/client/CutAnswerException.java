package dev.headrace.connectors.http.client;

import java.io.IOException;

/** An answer ended in its middle. */
public final class CutAnswerException extends IOException {

  private static final long serialVersionUID = 1;

  public CutAnswerException(Throwable cause) {
    super("the answer was cut off", cause);
  }
}
