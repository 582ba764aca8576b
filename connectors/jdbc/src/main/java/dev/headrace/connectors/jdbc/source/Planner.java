package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Plan;
import dev.headrace.connector.ReadMode;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the tables and the parts of large ones; says what is wrong with the settings. */
record Planner(JdbcSourceSettings settings, Database database, Dialect dialect) {

  private static final Duration LOOKS_FOR_TABLES_EVERY = Duration.ofSeconds(30);

  Plan<TablePart> plan(Collection<TablePart> known, ReadMode mode) throws ConnectorException {
    if (settings.query().isPresent()) {
      TablePart query = TablePart.whole(TablePart.QUERY);
      subjects(Targets.query(query)).now();
      return Plan.fixed(List.of(query));
    }
    Targets targets = Targets.find(settings, database, dialect);
    checkTopics(targets);
    List<TablePart> parts = new ArrayList<>();
    for (TableChoice.Chosen chosen : targets.chosen()) {
      parts.addAll(parts(targets, chosen, known));
    }
    boolean mayGrow = settings.tables().orElseThrow().stream().anyMatch(each -> each.contains("*"));
    return mode == ReadMode.ONCE || !mayGrow
        ? Plan.fixed(parts)
        : Plan.refreshing(parts, LOOKS_FOR_TABLES_EVERY);
  }

  /** The parts that it was dealt in before, or new ones. */
  private List<TablePart> parts(
      Targets targets, TableChoice.Chosen chosen, Collection<TablePart> known)
      throws ConnectorException {
    String table = chosen.entry().name().toString();
    Optional<String> bounds =
        known.stream()
            .filter(part -> part.table().equals(table))
            .map(TablePart::bounds)
            .sorted()
            .findFirst();
    if (bounds.isPresent()) {
      return TablePart.all(table, bounds.get());
    }
    Optional<Subject> subject =
        subjects(targets.target(TablePart.whole(table)).orElseThrow()).now();
    if (subject.isEmpty()) {
      return List.of();
    }
    List<String> found =
        new Splitter(database, settings.splitRows())
            .bounds(subject.get(), chosen.entry().estimatedRows());
    return TablePart.all(table, found.isEmpty() ? "" : Texts.join(found));
  }

  private Subjects subjects(Subjects.Target target) {
    return new Subjects(settings, database, dialect, target);
  }

  private void checkTopics(Targets targets) throws ConnectorException {
    Map<String, String> tables = new HashMap<>();
    for (TableChoice.Chosen chosen : targets.chosen()) {
      if (settings.topicPrefix().isPresent()) {
        String topic =
            Topics.of(settings.topicPrefix().get(), chosen.entry().name(), targets.ownSchema());
        String table = chosen.entry().name().toString();
        String other = tables.put(topic, table);
        if (other != null || !Topics.isLegal(topic)) {
          throw Subjects.wrong(
              "jdbc.wrong-topic",
              other == null
                  ? "The table "
                      + table
                      + " would go to the topic "
                      + topic
                      + ", which is too long."
                  : "The tables "
                      + other
                      + " and "
                      + table
                      + " would go to one topic, "
                      + topic
                      + ".",
              "Read one of them with a connector of its own.");
        }
      }
    }
  }
}
