package dev.headrace.log.protocol;

/** The bytes of a request are not what its API and version say. */
final class MalformedRequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MalformedRequestException(String message) {
    super(message);
  }
}
