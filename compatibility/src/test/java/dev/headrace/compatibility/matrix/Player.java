package dev.headrace.compatibility.matrix;

import dev.headrace.log.server.RawProducer;
import java.io.IOException;
import org.apache.kafka.common.protocol.Errors;

/** A transactional producer that takes steps, and remembers what it was called before. */
final class Player {

  private final RawProducer producer;
  private long formerId = -1;
  private short formerEpoch = -1;

  Player(RawProducer producer) {
    this.producer = producer;
  }

  RawProducer producer() {
    return producer;
  }

  /**
   * @param number of the step, which is the value that is written and the offset that is committed
   */
  Errors take(Step step, int number) throws IOException {
    int version = step.version();
    long id = producer.producerId();
    short epoch = producer.epoch();
    Errors answer =
        switch (step.kind()) {
          case INIT -> producer.init(version);
          case GO_ON -> producer.initAgain(version);
          case ADD -> producer.add(version, 0);
          case ADD_OFFSETS -> producer.addOffsets(version);
          case PRODUCE -> producer.produce(version, 0, Integer.toString(number));
          case COMMIT_OFFSET -> producer.commitOffset(version, number);
          case COMMIT -> producer.commit(version);
          case ABORT -> producer.abort(version);
          case LATE_COMMIT -> producer.end(version, true, formerId, formerEpoch);
          case LATE_ABORT -> producer.end(version, false, formerId, formerEpoch);
        };
    if (id != producer.producerId() || epoch != producer.epoch()) {
      formerId = id;
      formerEpoch = epoch;
    }
    return answer;
  }
}
