package dev.headrace.runtime.log.kafka;

import dev.headrace.runtime.log.LogException;
import java.util.Set;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What Kafka's clients throw, in the words of the port. */
final class KafkaFailures {

  private static final int MOST_CAUSES = 20;

  private static final Set<Class<? extends Exception>> OF_A_FENCED_WRITER =
      Set.of(ProducerFencedException.class, InvalidProducerEpochException.class);

  private static final Set<Class<? extends Exception>> OF_A_WRONG_REQUEST =
      Set.of(
          InvalidTopicException.class,
          InvalidConfigurationException.class,
          InvalidPartitionsException.class,
          InvalidReplicationFactorException.class,
          InvalidRequestException.class,
          PolicyViolationException.class);

  private KafkaFailures() {}

  /**
   * @param what was tried, for people: the beginning of the message
   */
  static LogException of(String what, Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof LogException known) {
        return known;
      }
      String message = what + ": " + cause.getMessage();
      if (OF_A_FENCED_WRITER.contains(cause.getClass())) {
        return new LogException.Fenced(message, cause);
      }
      if (cause instanceof RecordTooLargeException) {
        return new LogException.TooLarge(message);
      }
      if (OF_A_WRONG_REQUEST.contains(cause.getClass())
          || cause instanceof AuthorizationException) {
        return new LogException.Refused(message);
      }
      cause = cause.getCause();
    }
    return new LogException.Unavailable(what + ": " + thrown.getMessage(), thrown);
  }
}
