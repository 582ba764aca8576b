package dev.headrace.connectors.jdbc;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Plan;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connectors.jdbc.source.JdbcPosition;
import dev.headrace.connectors.jdbc.source.JdbcSourceSettings;
import dev.headrace.connectors.jdbc.source.TablePart;
import dev.headrace.connectors.jdbc.source.TableReaders;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Reads tables and queries; each table, or part of a large one, is a source partition. */
public final class JdbcSource
    implements SourceConnector<JdbcSourceSettings, TablePart, JdbcPosition> {

  private final TableReaders readers;

  /** For the service loader. */
  public JdbcSource() {
    this(InstantSource.system());
  }

  JdbcSource(InstantSource clock) {
    this.readers = new TableReaders(clock);
  }

  @Override
  public String name() {
    return "jdbc-source";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String summary() {
    return "Reads the rows of tables and queries, once, again and again, or what is new.";
  }

  @Override
  public Class<JdbcSourceSettings> configuration() {
    return JdbcSourceSettings.class;
  }

  @Override
  public Class<TablePart> partition() {
    return TablePart.class;
  }

  @Override
  public Class<JdbcPosition> position() {
    return JdbcPosition.class;
  }

  @Override
  public Guarantee guarantee(JdbcSourceSettings settings) {
    return TableReaders.guarantee(settings);
  }

  @Override
  public boolean namesTopics(JdbcSourceSettings settings) {
    return settings.topicPrefix().isPresent();
  }

  @Override
  public Plan<TablePart> plan(
      JdbcSourceSettings settings, Map<TablePart, JdbcPosition> known, SourceContext context)
      throws ConnectorException {
    return readers.plan(settings, known.keySet(), context);
  }

  @Override
  public SourceReader<JdbcPosition> open(
      JdbcSourceSettings settings,
      TablePart partition,
      Optional<JdbcPosition> position,
      SourceContext context)
      throws ConnectorException {
    return readers.open(settings, partition, position, context);
  }
}
