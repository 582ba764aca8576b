package dev.headrace.connectors.jdbc.source;

import dev.headrace.connectors.jdbc.types.Shape;

/**
 * One of the expressions that rows are read in the order of.
 *
 * @param expression to compare with, such as a quoted name
 * @param selected what stands in the select list so that {@code Rows.text} tells the value
 * @param shape of what is selected
 * @param type the type that a text is cast to before it is compared, in the words of the database
 */
record OrderColumn(String expression, String selected, Shape shape, String type) {}
