package dev.headrace.connectors.file;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.testing.SinkContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class GrowingFileContractTest extends SinkContract<FileSinkSettings> {

  @TempDir Path folder;
  private int targets;

  @Override
  protected SinkConnector<FileSinkSettings> connector() {
    return new FileSink();
  }

  @Override
  protected Target<FileSinkSettings> newTarget() {
    Path file = folder.resolve("out-" + targets++ + ".lines");
    return new Target<>() {
      @Override
      public FileSinkSettings configuration() {
        return Settings.sink(Map.of("path", file.toString()));
      }

      @Override
      public List<String> stored() throws Exception {
        return Files.readAllLines(file);
      }
    };
  }
}
