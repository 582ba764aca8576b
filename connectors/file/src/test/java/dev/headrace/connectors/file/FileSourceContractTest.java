package dev.headrace.connectors.file;

import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.testing.SourceContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

final class FileSourceContractTest
    extends SourceContract<FileSourceSettings, SourceFile, FilePosition> {

  @TempDir Path folder;

  @Override
  protected SourceConnector<FileSourceSettings, SourceFile, FilePosition> connector() {
    return new FileSource();
  }

  @Override
  protected Filled<FileSourceSettings> fill(int count) throws Exception {
    List<String> lines = IntStream.range(0, count).mapToObj(i -> "Zeile " + i + " → ü").toList();
    Path file = folder.resolve("lines.txt");
    Files.writeString(file, lines.stream().map(line -> line + "\n").reduce("", String::concat));
    return new Filled<>(Settings.source(Map.of("path", file.toString())), lines);
  }
}
