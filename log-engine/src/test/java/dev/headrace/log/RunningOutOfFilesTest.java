package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.server.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may open few files, and clients that take them all. */
class RunningOutOfFilesTest {

  private static final int FILES = 160;
  private static final int CLIENTS = 250;

  @TempDir Path directory;

  @Test
  void theListenerPausesNothingDiesAndAllGoesOnWhenFilesAreClosed() throws Exception {
    try (NodeProcess node = NodeProcess.startWithFiles(directory, FILES);
        KafkaProducer<String, String> producer = producer(node)) {
      producer.send(new ProducerRecord<>("orders", "before")).get(60, TimeUnit.SECONDS);
      producer.partitionsFor("new-topic"); // makes it; its file comes with the first record
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
      RawClient inside = new RawClient(address);
      inside.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());

      List<Socket> many = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        many.add(new Socket(address.getAddress(), address.getPort()));
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> node.openFiles() >= FILES - 1);

      inside.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      Future<RecordMetadata> toAnOpenFile =
          producer.send(new ProducerRecord<>("orders", "meanwhile"));
      toAnOpenFile.get(60, TimeUnit.SECONDS);
      Future<RecordMetadata> toANewFile = producer.send(new ProducerRecord<>("new-topic", "later"));
      assertThat(node.cpuTimeOf(Duration.ofSeconds(2)))
          .as("the listener does not spin")
          .isLessThan(Duration.ofSeconds(1));

      for (Socket each : many) {
        each.close();
      }
      toANewFile.get(60, TimeUnit.SECONDS);
      try (RawClient outside = new RawClient(address)) {
        outside.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      }
      producer.send(new ProducerRecord<>("orders", "after")).get(60, TimeUnit.SECONDS);
      inside.close();
    }
    expectInTheLog("orders", List.of("before", "meanwhile", "after"));
    expectInTheLog("new-topic", List.of("later"));
  }

  private void expectInTheLog(String topic, List<String> values) throws IOException {
    try (LogEngine engine = LogEngine.open(EngineSettings.of(directory))) {
      assertThat(Engines.committed(engine, topic, 0)).isEqualTo(values);
    }
  }

  private static KafkaProducer<String, String> producer(NodeProcess node) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", node.bootstrapServers(), "enable.metrics.push", false),
        new StringSerializer(),
        new StringSerializer());
  }
}
