package dev.headrace.connectors.jdbc.sink;

/**
 * A column of a table in the database.
 *
 * @param name as it is spelled in the catalog
 * @param type as the database writes it, such as {@code numeric(10,2)}
 * @param required whether a row must give a value: null is refused, and there is no default
 * @param computed whether the database computes its values and takes none
 */
record Column(String name, String type, boolean required, boolean computed) {}
