package dev.headrace.connectors.file;

import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connector.testing.SourceDriver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one file once. */
final class OneFile {

  private OneFile() {}

  static CollectingOutput<FilePosition> read(Path file, Map<String, String> settings)
      throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("path", file.toString());
    SourceDriver<FileSourceSettings, SourceFile, FilePosition> driver =
        new SourceDriver<>(new FileSource(), Settings.source(all));
    return driver.readToEnd(
        driver.partitions().getFirst(), Optional.empty(), CollectingOutput.unlimited());
  }

  static CollectingOutput<FilePosition> read(
      Path folder, byte[] content, Map<String, String> settings) throws Exception {
    return read(Files.write(folder.resolve("file"), content), settings);
  }

  static CollectingOutput<FilePosition> read(
      Path folder, String content, Map<String, String> settings) throws Exception {
    return read(folder, content.getBytes(StandardCharsets.UTF_8), settings);
  }

  static List<String> codes(CollectingOutput<FilePosition> output) {
    return output.rejected().stream()
        .map(rejected -> rejected.why().code() + " at " + place(rejected.raw().where()))
        .toList();
  }

  private static String place(String where) {
    return where.substring(where.lastIndexOf(", ") + 2);
  }
}
