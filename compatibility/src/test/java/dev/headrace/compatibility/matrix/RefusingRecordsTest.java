package dev.headrace.compatibility.matrix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that are not taken. */
@ExtendWith(BesideKafka.class)
final class RefusingRecordsTest {

  @Test
  void thatAreTooLarge(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(
              1,
              Map.of(
                  "max.message.bytes", "2000",
                  "retention.ms", "-1"));
          KafkaProducer<String, String> producer = scene.producer(Map.of("retries", 0));
          long now = Instant.now().toEpochMilli();
          for (int bytes : List.of(1000, 1900, 1950, 2000, 1_000_000)) {
            scene.tellOf(bytes + " bytes", () -> send(scene, producer, now, "x".repeat(bytes)));
          }
          KafkaProducer<String, String> zipping =
              scene.producer(Map.of("compression.type", "gzip"));
          scene.tellOf("compressed", () -> send(scene, zipping, now, "x".repeat(100_000)));
          scene.tell("offsets", scene.records("read_uncommitted").size());
        });
  }

  @Test
  void thatAreOfAnotherTime(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(
              1,
              Map.of(
                  "retention.ms", "-1",
                  "message.timestamp.after.max.ms", "60000",
                  "message.timestamp.before.max.ms", "60000"));
          KafkaProducer<String, String> producer =
              scene.producer(Map.of("compression.type", "lz4"));
          long now = Instant.now().toEpochMilli();
          long hour = Duration.ofHours(1).toMillis();
          scene.tellOf("now", () -> send(scene, producer, now, "v"));
          scene.tellOf("too early", () -> send(scene, producer, now - hour, "v"));
          scene.tellOf("too late", () -> send(scene, producer, now + hour, "v"));
          scene.tellOf("of 1970", () -> send(scene, producer, 0, "v"));
          scene.tell("records", scene.records("read_uncommitted"));
        });
  }

  @Test
  void thatAreOfTheFarFuture(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          KafkaProducer<String, String> producer = scene.producer(Map.of());
          long now = Instant.now().toEpochMilli();
          for (int minutes : List.of(58, 62)) {
            long ahead = now + Duration.ofMinutes(minutes).toMillis();
            scene.tellOf(minutes + " min ahead", () -> send(scene, producer, ahead, "v"));
          }
        });
  }

  /** None is: more replicas than a topic has are never asked for. */
  @Test
  void forWantOfReplicas(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1, Map.of("retention.ms", "-1", "min.insync.replicas", "2"));
          RawWrites writes = writes(scene);
          for (int acks : List.of(-1, 1)) {
            scene.tell("acks " + acks, writes.write(scene.name(), 0, acks, plain("v")));
          }
          KafkaProducer<String, String> producer = scene.producer(Map.of("retries", 0));
          long now = Instant.now().toEpochMilli();
          scene.tellOf("a producer", () -> send(scene, producer, now, "v"));
          scene.tell("records", scene.records("read_uncommitted").size());
        });
  }

  @Test
  void thatGoNowhere(BothLogs both) {
    both.tellAlike(
        scene -> {
          Uuid id = scene.topic(1);
          RawWrites writes = writes(scene);
          for (int acks : List.of(-2, 2, 1, -1)) {
            scene.tell("acks " + acks, writes.write(scene.name(), 0, acks, plain("v")));
          }
          scene.tell("no such partition", writes.write(scene.name(), 1, -1, plain("v")));
          scene.tell("negative partition", writes.write(scene.name(), -1, -1, plain("v")));
          scene.tell("no such topic", writes.write("no-such-topic", 0, -1, plain("v")));
          scene.tell("no topic", writes.write("", 0, -1, plain("v")));
          scene.tell("no such partition by id", writes.write(id, 1, plain("v")));
          scene.tell("no such id", writes.write(Uuid.randomUuid(), 0, plain("v")));
          scene.tell("zero id", writes.write(Uuid.ZERO_UUID, 0, plain("v")));
          scene.tell("to the log of groups", writes.write("__consumer_offsets", 0, -1, plain("v")));
        });
  }

  @Test
  void whoseBatchIsBroken(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          RawWrites writes = writes(scene);
          scene.tell("whole", writes.write(scene.name(), 0, -1, plain("whole")));
          scene.tell("empty", writes.write(scene.name(), 0, -1, MemoryRecords.EMPTY));
          scene.tell("wrong sum", writes.write(scene.name(), 0, -1, changed(65, (byte) 99)));
          scene.tell("of another magic", writes.write(scene.name(), 0, -1, changed(16, (byte) 1)));
          scene.tell("cut", writes.write(scene.name(), 0, -1, cut(5)));
          scene.tell("two batches", writes.write(scene.name(), 0, -1, two()));
          scene.tell(
              "of the old format",
              writes.write(
                  scene.name(),
                  0,
                  -1,
                  MemoryRecords.withRecords(
                      RecordBatch.MAGIC_VALUE_V1, Compression.NONE, record("v1"))));
          scene.tell(
              "zstd in an old request",
              writes.write(
                  (short) 6,
                  new TopicProduceData().setName(scene.name()),
                  0,
                  -1,
                  MemoryRecords.withRecords(Compression.zstd().build(), record("zstd"))));
          scene.tell(
              "a marker",
              writes.write(
                  scene.name(),
                  0,
                  -1,
                  MemoryRecords.withEndTransactionMarker(
                      9, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0))));
          scene.tell(
              "transactional, of nobody",
              writes.write(
                  scene.name(),
                  0,
                  -1,
                  MemoryRecords.withTransactionalRecords(
                      Compression.NONE, 9, (short) 0, 0, record("t"))));
          scene.tell("records", scene.records("read_uncommitted"));
        });
  }

  private static RawWrites writes(Scene scene) throws Exception {
    return scene.open(new RawWrites(scene.address()));
  }

  private static long send(
      Scene scene, KafkaProducer<String, String> producer, long time, String value)
      throws Exception {
    return producer.send(new ProducerRecord<>(scene.name(), 0, time, "k", value)).get().offset();
  }

  private static SimpleRecord record(String value) {
    return new SimpleRecord(1_000, value.getBytes(StandardCharsets.UTF_8));
  }

  private static MemoryRecords plain(String value) {
    return MemoryRecords.withRecords(Compression.NONE, record(value));
  }

  private static MemoryRecords changed(int at, byte value) {
    ByteBuffer bytes = plain("changed").buffer();
    return MemoryRecords.readableRecords(bytes.put(at, value));
  }

  private static MemoryRecords cut(int bytes) {
    ByteBuffer whole = plain("cut").buffer();
    return MemoryRecords.readableRecords(whole.slice(0, whole.remaining() - bytes));
  }

  private static MemoryRecords two() {
    ByteBuffer one = plain("one").buffer();
    ByteBuffer other = plain("other").buffer();
    ByteBuffer both = ByteBuffer.allocate(one.remaining() + other.remaining());
    return MemoryRecords.readableRecords(both.put(one).put(other).flip());
  }
}
