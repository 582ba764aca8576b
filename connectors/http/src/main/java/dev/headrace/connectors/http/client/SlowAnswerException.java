package dev.headrace.connectors.http.client;

import java.io.IOException;

/** The bytes of an answer did not come in time. */
final class SlowAnswerException extends IOException {

  private static final long serialVersionUID = 1;

  SlowAnswerException(String message) {
    super(message);
  }
}
