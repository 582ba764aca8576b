package dev.headrace.log.protocol;

import dev.headrace.log.group.GroupError;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** What groups say is wrong, in the numbers of the protocol. */
final class GroupErrors {

  private GroupErrors() {}

  /** Both have the same names. */
  static Errors toWire(GroupError error) {
    return Errors.valueOf(error.name());
  }

  static short code(Optional<GroupError> error) {
    return error.map(GroupErrors::toWire).orElse(Errors.NONE).code();
  }
}
