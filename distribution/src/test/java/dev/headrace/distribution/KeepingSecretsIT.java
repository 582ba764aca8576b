package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import acme.LoginSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret that is posted to REST opens its door after a restart too; and nobody is shown it, by
 * REST, by the log, by a file or by what the process writes.
 */
class KeepingSecretsIT {

  private static final String CONFIGS = "headrace-configs";
  private static final String SECRET = "hunter2";
  private static final String CONFIG =
      "{\"connector.class\": \"login-source\", \"topic\": \"t\", \"login\": \"" + SECRET + "\"}";

  @TempDir private Path directory;

  @BeforeEach
  void installThePlugin() throws IOException {
    Path jar = Files.createDirectories(directory.resolve("plugins/acme")).resolve("acme.jar");
    String folder = "acme/";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var classes = Files.list(classes().resolve(folder))) {
      for (Path file : classes.toList()) {
        write(out, folder + file.getFileName(), Files.readAllBytes(file));
      }
      write(
          out,
          "META-INF/services/dev.headrace.connector.Connector",
          LoginSource.class.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void nobodyIsShownASecretAndTheConnectorHasIt() throws Exception {
    try (Headrace node = Headrace.node(directory)) {
      String created =
          node.send("POST", "/connectors", "{\"name\": \"door\", \"config\": " + CONFIG + "}")
              .body();
      assertThat(created).contains("\"login\":\"****\"").doesNotContain(SECRET);
      awaitInTopic(node, "1: open");

      restDoesNotShowIt(node);
      clientsDoNotReachTheConfigs(node);
      node.stop();
      assertThat(node.output() + node.errors()).doesNotContain(SECRET);
    }
    noFileHasIt();

    try (Headrace node = Headrace.node(directory)) {
      awaitInTopic(node, "2: open");
      node.stop();
    }
  }

  @Test
  void aLostKeyIsToldAndTheSecretCanBeSentAgain() throws Exception {
    try (Headrace node = Headrace.node(directory)) {
      node.send("PUT", "/connectors/door/config", CONFIG);
      awaitInTopic(node, "1: open");
      node.stop();
    }
    Path key = directory.resolve("data/secrets.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Files.delete(key);

    try (Headrace node = Headrace.node(directory)) {
      assertThat(node.errors()).contains("secrets.key-missing", "data/secrets.key");
      assertThat(node.get("/connectors/door/status").body())
          .contains("\"FAILED\"", "secrets.key-missing");

      assertThat(node.send("PUT", "/connectors/door/config", CONFIG).statusCode()).isEqualTo(200);
      awaitInTopic(node, "2: open");
      node.stop();
    }
  }

  private static void restDoesNotShowIt(Headrace node) throws Exception {
    for (String path :
        List.of(
            "/connectors?expand=info&expand=status",
            "/connectors/door",
            "/connectors/door/config",
            "/connectors/door/status",
            "/connectors/door/tasks")) {
      assertThat(node.get(path).body()).doesNotContain(SECRET).contains("door");
    }
    assertThat(node.send("PUT", "/connector-plugins/login-source/config/validate", CONFIG).body())
        .doesNotContain(SECRET)
        .contains("\"error_count\":0");
  }

  private void clientsDoNotReachTheConfigs(Headrace node) throws Exception {
    try (Admin admin = Admin.create(client(node))) {
      assertThat(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
          .contains("t")
          .doesNotContain(CONFIGS);
      assertUnknown(() -> admin.describeTopics(List.of(CONFIGS)).allTopicNames().get());
      assertUnknown(() -> admin.deleteTopics(List.of(CONFIGS)).all().get());
      assertUnknown(() -> admin.describeConfigs(List.of(resource())).all().get());
      assertThatThrownBy(
              () -> admin.createTopics(List.of(new NewTopic(CONFIGS, 1, (short) 1))).all().get())
          .isNotNull();
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            client(node), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition configs = new TopicPartition(CONFIGS, 0);
      assertThat(consumer.partitionsFor(CONFIGS)).isEmpty();
      assertThatThrownBy(() -> consumer.endOffsets(List.of(configs), Duration.ofSeconds(1)))
          .isNotNull();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(node), new ByteArraySerializer(), new ByteArraySerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(CONFIGS, new byte[] {1})).get())
          .isNotNull();
    }
    Headrace read = Headrace.start(directory, "topics", "read", CONFIGS);
    assertThat(read.exitCode()).isEqualTo(1);
    assertThat(read.errors()).contains("topic.unknown");
  }

  private static void assertUnknown(ThrowingCallable attempt) {
    assertThatThrownBy(attempt).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
  }

  private static ConfigResource resource() {
    return new ConfigResource(ConfigResource.Type.TOPIC, CONFIGS);
  }

  private static Map<String, Object> client(Headrace node) throws IOException {
    return Map.of(
        "bootstrap.servers", node.kafka(),
        "max.block.ms", "1000",
        "default.api.timeout.ms", "10000",
        "request.timeout.ms", "5000");
  }

  private void noFileHasIt() throws IOException {
    try (var files = Files.walk(directory.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(SECRET);
      }
    }
  }

  private void awaitInTopic(Headrace node, String value) {
    await()
        .atMost(Headrace.PATIENCE)
        .until(
            () -> {
              Headrace read = Headrace.start(directory, "topics", "read", "t");
              return read.exitCode() == 0 && read.output().contains(value);
            });
    assertThat(node.errors()).doesNotContain(SECRET);
  }

  private static void write(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
  }

  private static Path classes() {
    return Path.of(LoginSource.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
