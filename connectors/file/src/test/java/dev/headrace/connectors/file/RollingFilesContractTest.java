package dev.headrace.connectors.file;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.testing.SinkContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class RollingFilesContractTest extends SinkContract<FileSinkSettings> {

  @TempDir Path folder;
  private int targets;

  @Override
  protected SinkConnector<FileSinkSettings> connector() {
    return new FileSink();
  }

  @Override
  protected Target<FileSinkSettings> newTarget() {
    Path target = folder.resolve("out-" + targets++);
    return new Target<>() {
      @Override
      public FileSinkSettings configuration() {
        return Settings.sink(
            Map.of(
                "path", target + "/", "format", "json", "rolling", "size", "rolling.size", "70"));
      }

      @Override
      public List<String> stored() throws Exception {
        List<String> lines = new ArrayList<>();
        try (var files = Files.list(target)) {
          for (Path file : files.sorted().toList()) {
            lines.addAll(Files.readAllLines(file));
          }
        }
        return lines;
      }
    };
  }
}
