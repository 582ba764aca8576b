package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.config.Nearest;
import dev.headrace.connectors.jdbc.catalog.Names;
import dev.headrace.connectors.jdbc.catalog.TableEntry;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tables that the settings choose.
 *
 * @param entries all that there are
 * @param ownSchema the schema that names without one are in
 */
record TableChoice(List<TableEntry> entries, Optional<String> ownSchema) {

  /**
   * A table that is read.
   *
   * @param named whether by its name, and not by a pattern
   */
  record Chosen(TableEntry entry, boolean named) {}

  /** The tables for {@code tables}, without those for {@code exclude}. */
  List<Chosen> choose(List<String> tables, List<String> exclude) throws ConnectorException {
    Map<TableName, Chosen> chosen = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String text : tables) {
      String wanted = text.strip();
      if (isPattern(wanted)) {
        entries.stream()
            .filter(entry -> entry.stored() && entry.readable() && matches(wanted, entry.name()))
            .filter(
                entry -> exclude.stream().noneMatch(each -> matches(each.strip(), entry.name())))
            .forEach(entry -> chosen.putIfAbsent(entry.name(), new Chosen(entry, false)));
      } else {
        find(wanted)
            .ifPresentOrElse(
                entry -> chosen.put(entry.name(), new Chosen(entry, true)),
                () -> unknown.add(unknown(wanted)));
      }
    }
    if (!unknown.isEmpty()) {
      throw Subjects.wrong(
          "jdbc.no-table",
          "`tables` names what there is not: " + String.join("; ", unknown) + ".",
          "Correct `tables`; a table in another schema is written as schema.table.");
    }
    for (Chosen each : chosen.values()) {
      if (!each.entry().readable()) {
        throw Subjects.wrong(
            "jdbc.no-privilege",
            "`user` may not read the table " + each.entry().name() + ".",
            "Grant it: GRANT SELECT ON " + each.entry().name() + " TO the user.");
      }
    }
    return List.copyOf(chosen.values());
  }

  private static boolean isPattern(String text) {
    return text.indexOf('*') >= 0;
  }

  private Optional<TableEntry> find(String wanted) {
    List<TableEntry> own =
        entries.stream().filter(entry -> entry.name().schema().equals(ownSchema)).toList();
    return Names.find(wanted, own, entry -> entry.name().name())
        .or(() -> Names.find(wanted, entries, entry -> entry.name().toString()));
  }

  private String unknown(String wanted) {
    return Nearest.to(wanted, entries.stream().map(entry -> shown(entry.name())).toList())
        .map(nearest -> wanted + " (did you mean " + nearest + "?)")
        .orElse(wanted);
  }

  /** As a user would write it. */
  private String shown(TableName name) {
    return name.schema().equals(ownSchema) ? name.name() : name.toString();
  }

  private boolean matches(String pattern, TableName name) {
    Pattern compiled =
        Pattern.compile(
            "\\Q" + pattern.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E.*\\Q") + "\\E",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    return compiled.matcher(name.toString()).matches()
        || (name.schema().equals(ownSchema) && compiled.matcher(name.name()).matches());
  }
}
