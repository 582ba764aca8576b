package dev.headrace.runtime.log.embedded;

import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract, on the engine of this process. */
final class EmbeddedLogTest extends LogContract {

  @TempDir Path directory;
  private LogEngine engine;
  private Log log;

  @Override
  protected Log openLog() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory));
    log = new EmbeddedLog(engine);
    return log;
  }

  @Override
  protected void closeLog() throws Exception {
    log.close();
    engine.close();
  }
}
