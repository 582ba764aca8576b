package dev.headrace.connectors.jdbc.catalog;

import dev.headrace.connectors.jdbc.dialect.TableName;

/**
 * A table in the list of all tables.
 *
 * @param stored whether it holds rows of its own, unlike a view or a foreign table
 * @param readable whether the user may read it, as far as the database tells
 * @param estimatedRows how many rows there are, about; 0 when nobody knows
 */
public record TableEntry(TableName name, boolean stored, boolean readable, long estimatedRows) {}
