package dev.headrace.connector.testing.tutorial;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.testing.SinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class FolderSinkTest extends SinkContract<FolderSink.Settings> {

  @TempDir Path folder;

  @Override
  protected SinkConnector<FolderSink.Settings> connector() {
    return new FolderSink();
  }

  @Override
  protected Target<FolderSink.Settings> newTarget() throws IOException {
    Path target = Files.createTempDirectory(folder, "target");
    return new Target<>() {
      @Override
      public FolderSink.Settings configuration() {
        return new FolderSink.Settings(target);
      }

      @Override
      public List<String> stored() throws IOException {
        List<String> values = new ArrayList<>();
        try (var files = Files.list(target)) {
          for (Path file : files.sorted().toList()) {
            values.add(Files.readString(file));
          }
        }
        return values;
      }
    };
  }
}
