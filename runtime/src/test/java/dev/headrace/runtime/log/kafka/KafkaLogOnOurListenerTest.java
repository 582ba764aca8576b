package dev.headrace.runtime.log.kafka;

import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogContract;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract, by Kafka's clients on this project's own listener. */
final class KafkaLogOnOurListenerTest extends LogContract {

  @TempDir Path directory;
  private LogEngine engine;
  private Log log;

  @Override
  protected Log openLog() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory));
    InetSocketAddress address =
        engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
    log = KafkaLog.connect("127.0.0.1:" + address.getPort());
    return log;
  }

  @Override
  protected void closeLog() throws Exception {
    log.close();
    engine.close();
  }
}
