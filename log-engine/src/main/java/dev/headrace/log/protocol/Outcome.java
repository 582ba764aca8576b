package dev.headrace.log.protocol;

import dev.headrace.log.broker.TopicAlterations.Alteration;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * What became of one change that a client asked for.
 *
 * @param message empty where nothing went wrong
 */
record Outcome(Errors error, Optional<String> message) {

  static Outcome of(String topic, Alteration alteration) {
    return switch (alteration) {
      case Alteration.Altered _ -> new Outcome(Errors.NONE, Optional.empty());
      case Alteration.Unknown() -> unknown(topic);
      case Alteration.Refused(var why, var message) ->
          refused(CreateTopicsHandler.error(why), message);
    };
  }

  static Outcome unknown(String topic) {
    return refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + topic);
  }

  static Outcome refused(Errors error, String message) {
    return new Outcome(error, Optional.of(message));
  }
}
