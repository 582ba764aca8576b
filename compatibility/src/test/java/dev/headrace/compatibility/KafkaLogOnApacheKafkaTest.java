package dev.headrace.compatibility;

import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogContract;
import dev.headrace.runtime.log.kafka.KafkaLog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract, by Kafka's clients on Apache Kafka. */
final class KafkaLogOnApacheKafkaTest extends LogContract {

  @TempDir private static Path directory;
  private static KafkaBroker broker;

  private Log log;

  @BeforeAll
  static void startTheBroker() throws Exception {
    broker = KafkaBroker.start(directory);
  }

  @AfterAll
  static void stopTheBroker() throws Exception {
    broker.close();
  }

  @Override
  protected Log openLog() {
    log = KafkaLog.connect(broker.bootstrapServers());
    return log;
  }

  @Override
  protected void closeLog() throws Exception {
    log.close();
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
      Set<String> topics = admin.listTopics().names().get();
      admin.deleteTopics(topics).all().get();
    }
  }
}
