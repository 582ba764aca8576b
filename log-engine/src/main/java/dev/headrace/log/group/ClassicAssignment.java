package dev.headrace.log.group;

import dev.headrace.log.record.FieldReader;
import dev.headrace.log.record.FieldWriter;
import java.nio.BufferUnderflowException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the leader of consumers of the classic protocol assigns to one of them.
 *
 * @param partitions by name of their topic
 * @param extras whether an assignor has said more than that, which only it understands
 * @see <a
 *     href="https://github.com/apache/kafka/blob/trunk/clients/src/main/resources/common/message/ConsumerProtocolAssignment.json">ConsumerProtocolAssignment</a>
 */
record ClassicAssignment(Map<String, Set<Integer>> partitions, Extras extras) {

  /** What is not partitions. */
  enum Extras {
    NONE,
    SOME
  }

  ClassicAssignment {
    partitions = Map.copyOf(partitions);
  }

  /** Empty when the bytes are not what a consumer writes; no bytes at all assign nothing. */
  static Optional<ClassicAssignment> read(Opaque assignment) {
    if (assignment.sizeInBytes() == 0) {
      return Optional.of(new ClassicAssignment(Map.of(), Extras.NONE));
    }
    FieldReader fields = new FieldReader(assignment.toByteArray());
    try {
      if (fields.int16() < 0) {
        return Optional.empty();
      }
      Map<String, Set<Integer>> partitions = ClassicSubscription.partitions(fields);
      Extras extras = fields.int32() > 0 ? Extras.SOME : Extras.NONE;
      return Optional.of(new ClassicAssignment(partitions, extras));
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * @param version of the subscription that is answered
   */
  Opaque write(short version) {
    FieldWriter fields = new FieldWriter().int16(version).int32(partitions.size());
    new TreeMap<>(partitions)
        .forEach(
            (topic, numbers) -> {
              fields.string(topic).int32(numbers.size());
              new TreeSet<>(numbers).forEach(fields::int32);
            });
    return Opaque.of(fields.int32(-1).toByteArray());
  }
}
