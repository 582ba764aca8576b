package dev.headrace.connectors.file;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.ValueForm;
import dev.headrace.connectors.file.FileSinkSettings.Format;
import dev.headrace.connectors.file.FileSinkSettings.Rolling;
import java.io.IOException;
import java.util.List;

/** Writes the values of records to one growing file, or to files of a folder. */
public final class FileSink implements SinkConnector<FileSinkSettings> {

  @Override
  public String name() {
    return "file-sink";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String summary() {
    return "Writes values as lines or JSON lines to one growing file, or to files cut by size.";
  }

  @Override
  public Class<FileSinkSettings> configuration() {
    return FileSinkSettings.class;
  }

  @Override
  public Guarantee guarantee(FileSinkSettings settings) {
    return Guarantee.exactlyOnce(
        "each file is cut back to the length that was committed with the offsets");
  }

  @Override
  public int maxTasks(FileSinkSettings settings) {
    return switch (settings.effectiveRolling()) {
      case Rolling.None() -> 1;
      case Rolling.Size _ -> Integer.MAX_VALUE;
    };
  }

  @Override
  public ValueForm valueForm(FileSinkSettings settings) {
    return switch (settings.format()) {
      case Format.Lines() -> ValueForm.AS_STORED;
      case Format.Json() -> ValueForm.JSON;
    };
  }

  @Override
  public ValueForm keyForm(FileSinkSettings settings) {
    return ValueForm.AS_STORED;
  }

  @Override
  public SinkWriter open(FileSinkSettings settings, List<Committed> committed, SinkContext context)
      throws ConnectorException {
    ValueFormat format =
        switch (settings.format()) {
          case Format.Lines() -> new LineValues();
          case Format.Json() -> new JsonValues();
        };
    try {
      return switch (settings.effectiveRolling()) {
        case Rolling.None() -> GrowingFile.open(settings.target(), format, committed);
        case Rolling.Size(var size) ->
            RollingFiles.open(settings.target(), format, size.bytes(), committed);
      };
    } catch (IOException failure) {
      throw FileFailure.of(settings.target(), failure);
    }
  }
}
