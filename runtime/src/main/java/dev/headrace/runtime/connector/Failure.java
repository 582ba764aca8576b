package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.log.LogException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;

/**
 * Why a connector or one of its tasks does not go on.
 *
 * @param kind what helps
 * @param cause with the stack trace
 */
record Failure(ConnectorException.Kind kind, Reason reason, Throwable cause) {

  /** Whatever was thrown, in words for people. */
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
      case ConnectorException known -> new Failure(known.kind(), known.reason(), known);
      case LogException.Unavailable away ->
          failure(
              ConnectorException.Kind.TRANSIENT,
              "log.unavailable",
              "The log cannot be used now: " + words(away) + ".",
              "It is tried again; see the log of the node for what is wrong with it.",
              away);
      case LogException.Fenced fenced ->
          failure(
              ConnectorException.Kind.UNEXPECTED,
              "log.fenced",
              "Another task of the same name has taken over: " + words(fenced) + ".",
              "Check that no second worker with the same `group.id` uses this log.",
              fenced);
      case LogException.TooLarge big ->
          failure(
              ConnectorException.Kind.CONFIGURATION,
              "log.too-large",
              "The log does not take a record of this size: " + words(big) + ".",
              "Raise `message.max.bytes`, or the topic's `max.message.bytes`.",
              big);
      case LogException.Refused refused ->
          failure(
              ConnectorException.Kind.CONFIGURATION,
              "log.refused",
              "The log refuses: " + words(refused) + ".",
              "Correct the topic's name or settings in the connector's configuration.",
              refused);
      case OutOfMemoryError full ->
          failure(
              ConnectorException.Kind.UNEXPECTED,
              "connector.out-of-memory",
              "The connector used up the memory: " + words(full) + ".",
              "Give the node more memory, or the connector less to do at a time.",
              full);
      default ->
          failure(
              ConnectorException.Kind.UNEXPECTED,
              "connector.unexpected",
              "The connector failed with " + thrown + ".",
              "This is an error in the connector; its author needs the stack trace in the log.",
              thrown);
    };
  }

  /** The same for one that was tried again in vain. */
  Failure afterTrying(int times) {
    return times == 0
        ? this
        : new Failure(
            kind,
            new Reason(
                reason.code(),
                reason.what() + " It was tried " + times + " more times.",
                reason.next()),
            cause);
  }

  /**
   * Tells the node's log. The stack trace is for whoever must mend a fault; all other failures say
   * what they are.
   *
   * @param who as {@code task orders-in-0}
   * @param what becomes of it
   */
  void warn(Logger log, String who, String what) {
    if (kind == ConnectorException.Kind.UNEXPECTED || log.isDebugEnabled()) {
      log.warn("{} {}: {}", who, what, words(), cause);
    } else {
      log.warn("{} {}: {}", who, what, words());
    }
  }

  /** For people: what, next and code. */
  String words() {
    return reason.what() + " " + reason.next() + " [" + reason.code() + "]";
  }

  /** A message as the end of a sentence. */
  private static String words(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static Failure failure(
      ConnectorException.Kind kind, String code, String what, String next, Throwable cause) {
    return new Failure(kind, new Reason(code, what, next), cause);
  }
}
