package dev.headrace.compatibility.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kafka.admin.ConfigCommand;
import org.apache.kafka.tools.BrokerApiVersionsCommand;
import org.apache.kafka.tools.ClusterTool;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.ConsumerPerformance;
import org.apache.kafka.tools.DeleteRecordsCommand;
import org.apache.kafka.tools.EndToEndLatency;
import org.apache.kafka.tools.FeatureCommand;
import org.apache.kafka.tools.GetOffsetShell;
import org.apache.kafka.tools.GroupsCommand;
import org.apache.kafka.tools.LogDirsCommand;
import org.apache.kafka.tools.ProducerPerformance;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.TransactionsCommand;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators of Kafka type, typed at the log here. */
final class UsingKafkasToolsTest {

  @TempDir static Path directory;
  private static LogEngine engine;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory.resolve("data")));
    InetSocketAddress listening =
        engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
    address = "127.0.0.1:" + listening.getPort();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  @Test
  void kafkaTopics() throws Exception {
    assertThat(
            topics(
                "--create",
                "--topic",
                "t",
                "--partitions",
                "2",
                "--config",
                "retention.ms=1000000"))
        .contains("Created topic t.");
    assertThat(topics("--create", "--topic", "t", "--if-not-exists")).isBlank();
    assertThat(topics("--list").lines()).contains("t");
    assertThat(topics("--describe", "--topic", "t"))
        .contains("PartitionCount: 2", "ReplicationFactor: 1", "retention.ms=1000000")
        .contains("Leader: 1", "Isr: 1");
    assertThat(topics("--alter", "--topic", "t", "--partitions", "3")).isBlank();
    assertThat(topics("--describe", "--topic", "t")).contains("PartitionCount: 3");
    assertThat(topics("--describe", "--under-replicated-partitions")).isBlank();
    assertThat(topics("--describe", "--unavailable-partitions")).isBlank();
    assertThat(topics("--describe", "--topics-with-overrides")).contains("Topic: t");
    assertThat(topics("--delete", "--topic", "t")).isBlank();
    assertThat(topics("--list").lines()).doesNotContain("t");
    assertThat(KafkasTool.run(TopicCommand.class, served("--describe", "--topic", "t")).exitCode())
        .isEqualTo(1);
  }

  @Test
  void kafkaConfigs() throws Exception {
    topics("--create", "--topic", "c");
    String[] ofTopic = {"--entity-type", "topics", "--entity-name", "c"};
    assertThat(
            configs(
                ofTopic,
                "--alter",
                "--add-config",
                "retention.ms=5,cleanup.policy=[compact,delete]"))
        .contains("Completed updating config for topic c.");
    assertThat(configs(ofTopic, "--describe"))
        .contains("retention.ms=5 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:retention.ms=5")
        .contains("cleanup.policy=compact,delete");
    assertThat(configs(ofTopic, "--describe", "--all")).contains("segment.bytes=1073741824");
    assertThat(configs(ofTopic, "--alter", "--delete-config", "retention.ms"))
        .contains("Completed");
    assertThat(configs(ofTopic, "--describe")).doesNotContain("retention.ms=5");
    String[] ofBroker = {"--entity-type", "brokers", "--entity-name", "1"};
    assertThat(configs(ofBroker, "--describe", "--all")).contains("num.partitions=1");
    String[] ofClient = {"--entity-type", "clients", "--entity-name", "loud"};
    assertThat(configs(ofClient, "--alter", "--add-config", "producer_byte_rate=1000000"))
        .contains("Completed updating config for client loud.");
    assertThat(configs(ofClient, "--describe")).contains("producer_byte_rate=1000000.0");
  }

  @Test
  void kafkaConfigsOfGroups() throws Exception {
    String[] ofGroup = {"--entity-type", "groups", "--entity-name", "settled"};
    assertThat(configs(ofGroup, "--alter", "--add-config", "consumer.session.timeout.ms=50000"))
        .contains("Completed updating config for group settled.");
    assertThat(configs(ofGroup, "--describe"))
        .contains("consumer.session.timeout.ms=50000 sensitive=false");
    String[] ofGroups = {"--entity-type", "groups"};
    assertThat(configs(ofGroups, "--describe"))
        .contains("configs for group settled are:")
        .contains("consumer.session.timeout.ms=50000 sensitive=false");
    String[] ofTopics = {"--entity-type", "topics"};
    topics("--create", "--topic", "listed-with-configs");
    assertThat(configs(ofTopics, "--describe")).contains("listed-with-configs");
  }

  @Test
  void kafkaConsoleProducerAndConsumer() throws Exception {
    succeeded(
        KafkasTool.runTyping(
            "a:1\nb:Größe\nc:3\n",
            ConsoleProducer.class,
            served(
                "--topic", "console",
                "--reader-property", "parse.key=true",
                "--reader-property", "key.separator=:",
                "--compression-codec", "zstd")));
    assertThat(
            ran(
                ConsoleConsumer.class,
                "--topic",
                "console",
                "--from-beginning",
                "--max-messages",
                "3",
                "--group",
                "console-readers",
                "--isolation-level",
                "read_committed",
                "--formatter-property",
                "print.key=true",
                "--formatter-property",
                "print.offset=true"))
        .contains("Offset:0\ta\t1\n", "Offset:1\tb\tGröße\n", "Offset:2\tc\t3\n")
        .contains("Processed a total of 3 messages");
  }

  @Test
  void kafkaConsumerGroups() throws Exception {
    write("grouped", 10);
    ran(
        ConsoleConsumer.class,
        "--topic",
        "grouped",
        "--from-beginning",
        "--max-messages",
        "10",
        "--group",
        "g");
    assertThat(groups("--list").lines()).contains("g");
    assertThat(groups("--list", "--state")).containsPattern("g\\s+Empty");
    assertThat(groups("--describe", "--group", "g"))
        .containsPattern("g\\s+grouped\\s+0\\s+(-\\s+)?10\\s+10\\s+0");
    assertThat(groups("--describe", "--group", "g", "--state")).containsPattern("g.*Empty");
    assertThat(groups("--describe", "--group", "g", "--members")).contains("no active members");
    assertThat(
            groups(
                "--reset-offsets",
                "--group",
                "g",
                "--topic",
                "grouped:0",
                "--shift-by",
                "-3",
                "--execute"))
        .containsPattern("g\\s+grouped\\s+0\\s+7");
    assertThat(
            groups(
                "--reset-offsets",
                "--group",
                "g",
                "--all-topics",
                "--to-datetime",
                "2020-01-01T00:00:00.000",
                "--dry-run"))
        .containsPattern("g\\s+grouped\\s+0\\s+0");
    assertThat(groups("--describe", "--all-groups", "--offsets")).containsPattern("7\\s+10\\s+3");
    assertThat(groups("--delete-offsets", "--group", "g", "--topic", "grouped"))
        .contains("Successful");
    assertThat(groups("--delete", "--group", "g"))
        .contains("Deletion of requested consumer groups");
    assertThat(ran(GroupsCommand.class, "--list")).doesNotContainPattern("(?m)^g\\s");
  }

  @Test
  void kafkaGetOffsetsAndDeleteRecords() throws Exception {
    write("kept", 10);
    assertThat(ran(GetOffsetShell.class, "--topic", "kept")).contains("kept:0:10");
    Path json =
        Files.writeString(
            directory.resolve("delete.json"),
            """
            {"version": 1, "partitions": [{"topic": "kept", "partition": 0, "offset": 4}]}
            """);
    assertThat(ran(DeleteRecordsCommand.class, "--offset-json-file", json.toString()))
        .contains("partition: kept-0\tlow_watermark: 4");
    assertThat(ran(GetOffsetShell.class, "--topic", "kept", "--time", "earliest"))
        .contains("kept:0:4");
    assertThat(ran(GetOffsetShell.class, "--topic", "kept", "--time", "max-timestamp"))
        .containsPattern("kept:0:\\d");
    assertThat(ran(GetOffsetShell.class, "--topic", "kept", "--time", "1000")).contains("kept:0:4");
  }

  @Test
  void kafkaPerformanceTools() throws Exception {
    topics("--create", "--topic", "fast", "--partitions", "2");
    assertThat(
            ran(
                ProducerPerformance.class,
                "--topic",
                "fast",
                "--num-records",
                "20000",
                "--record-size",
                "200",
                "--throughput",
                "-1",
                "--transactional-id",
                "fast",
                "--transaction-duration-ms",
                "50"))
        .contains("20000 records sent");
    assertThat(
            ran(
                ConsumerPerformance.class,
                "--topic",
                "fast",
                "--num-records",
                "20000",
                "--timeout",
                "30000"))
        .containsPattern("2000\\d");
    assertThat(
            succeeded(
                KafkasTool.run(
                    EndToEndLatency.class,
                    served(
                        "--topic",
                        "fast",
                        "--num-records",
                        "50",
                        "--producer-acks",
                        "all",
                        "--record-size",
                        "100"))))
        .contains("Avg latency");
  }

  @Test
  void kafkaTransactions() throws Exception {
    topics("--create", "--topic", "transacted");
    ran(
        ProducerPerformance.class,
        "--topic",
        "transacted",
        "--num-records",
        "10",
        "--record-size",
        "10",
        "--throughput",
        "-1",
        "--transactional-id",
        "seller",
        "--transaction-duration-ms",
        "1000");
    assertThat(transactions("list")).containsPattern("seller\\s+1\\s+\\d+\\s+CompleteCommit");
    assertThat(transactions("describe", "--transactional-id", "seller"))
        .containsPattern("seller\\s+\\d+\\s+\\d+\\s+CompleteCommit");
    assertThat(transactions("describe-producers", "--topic", "transacted", "--partition", "0"))
        .contains("ProducerId");
    assertThat(transactions("find-hanging", "--broker-id", "1")).contains("Topic");
    assertThat(transactions("forceTerminateTransaction", "--transactionalId", "seller")).isBlank();
  }

  @Test
  void toolsThatLookAtTheCluster() throws Exception {
    write("sized", 10);
    assertThat(ran(LogDirsCommand.class, "--describe", "--topic-list", "sized"))
        .contains("\"partition\":\"sized-0\"", directory.resolve("data").toString());
    assertThat(ran(BrokerApiVersionsCommand.class)).contains("(id: 1", "Fetch(1): 4 to 18");
    assertThat(ran(FeatureCommand.class, "describe")).contains("Feature: transaction.version");
    assertThat(
            succeeded(
                KafkasTool.run(ClusterTool.class, "cluster-id", "--bootstrap-server", address)))
        .contains("Cluster ID: ");
    assertThat(
            succeeded(
                KafkasTool.run(ClusterTool.class, "list-endpoints", "--bootstrap-server", address)))
        .contains("127.0.0.1");
  }

  private static void write(String topic, int count) throws Exception {
    succeeded(
        KafkasTool.runTyping(
            "a line\n".repeat(count), ConsoleProducer.class, served("--topic", topic)));
  }

  private static String topics(String... arguments) throws Exception {
    return ran(TopicCommand.class, arguments);
  }

  private static String configs(String[] of, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(of));
    all.addAll(List.of(arguments));
    return ran(ConfigCommand.class, all.toArray(String[]::new));
  }

  private static String groups(String... arguments) throws Exception {
    return ran(ConsumerGroupCommand.class, arguments);
  }

  private static String transactions(String... arguments) throws Exception {
    return ran(TransactionsCommand.class, arguments);
  }

  private static String ran(Class<?> tool, String... arguments) throws Exception {
    return succeeded(KafkasTool.run(tool, served(arguments)));
  }

  private static String succeeded(KafkasTool run) {
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output();
  }

  private static String[] served(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", address));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }
}
