package dev.headrace.connectors.jdbc;

import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.testing.SourceContract;
import dev.headrace.connector.testing.SourceDriver;
import dev.headrace.connectors.jdbc.source.JdbcPosition;
import dev.headrace.connectors.jdbc.source.JdbcSourceSettings;
import dev.headrace.connectors.jdbc.source.TablePart;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract of sources, in one database and mode. */
abstract class JdbcSourceContract
    extends SourceContract<JdbcSourceSettings, TablePart, JdbcPosition> {

  private final JdbcSource source = new JdbcSource();

  /** Holds connections open from one reader of the contract to the next. */
  private Optional<SourceReader<JdbcPosition>> opened = Optional.empty();

  /** Makes a table of so many rows; their values as text. */
  protected abstract List<String> insert(int count) throws Exception;

  /** How the table is read. */
  protected abstract Map<String, String> settings();

  @Override
  protected SourceConnector<JdbcSourceSettings, TablePart, JdbcPosition> connector() {
    return source;
  }

  @Override
  protected Filled<JdbcSourceSettings> fill(int count) throws Exception {
    List<String> values = insert(count);
    JdbcSourceSettings bound = Settings.bind(JdbcSourceSettings.class, settings());
    SourceDriver<JdbcSourceSettings, TablePart, JdbcPosition> driver =
        new SourceDriver<>(source, bound);
    opened = Optional.of(driver.open(driver.partitions().getFirst(), Optional.empty()));
    return new Filled<>(bound, values);
  }

  @AfterEach
  void close() {
    opened.ifPresent(SourceReader::close);
  }
}
