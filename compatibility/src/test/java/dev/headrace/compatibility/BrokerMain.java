package dev.headrace.compatibility;

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/** The broker's process: Apache Kafka, until its input ends, since the test is gone then. */
final class BrokerMain {

  static final String READY = "ready";

  private BrokerMain() {}

  /**
   * @param args the file of the broker's settings
   */
  public static void main(String[] args) throws Exception {
    StorageTool.execute(
        new String[] {
          "format", "--ignore-formatted", "--cluster-id", "headrace-compatibility", "-c", args[0]
        },
        System.err);
    Properties settings = new Properties();
    try (InputStream file = new FileInputStream(args[0])) {
      settings.load(file);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
    System.out.println(READY);
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }
}
