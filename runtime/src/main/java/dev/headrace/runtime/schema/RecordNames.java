package dev.headrace.runtime.schema;

import dev.headrace.connector.Value;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * Gives each record in a schema a name of its own, as Avro demands: where two different ones have
 * the same, all are named by where they lie. Not for schemas that contain themselves.
 */
final class RecordNames {

  private final Map<String, Schema> named = new HashMap<>();
  private boolean ambiguous;

  private RecordNames() {}

  static Schema settle(Schema schema) {
    RecordNames names = new RecordNames();
    names.visit(schema);
    return names.ambiguous ? byPlace(schema, "") : schema;
  }

  private void visit(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        see(schema);
        schema.getFields().forEach(field -> visit(field.schema()));
      }
      case ENUM, FIXED -> see(schema);
      case ARRAY -> visit(schema.getElementType());
      case MAP -> visit(schema.getValueType());
      case UNION -> schema.getTypes().forEach(this::visit);
      default -> {}
    }
  }

  private void see(Schema schema) {
    Schema before = named.putIfAbsent(schema.getFullName(), schema);
    ambiguous |= before != null && !before.equals(schema);
  }

  private static Schema byPlace(Schema schema, String place) {
    return switch (schema.getType()) {
      case RECORD -> record(schema, place.isEmpty() ? schema.getName() : place);
      case ARRAY -> Schema.createArray(byPlace(schema.getElementType(), place));
      case MAP -> Schema.createMap(byPlace(schema.getValueType(), place));
      case UNION ->
          Schema.createUnion(schema.getTypes().stream().map(one -> byPlace(one, place)).toList());
      case ENUM -> Schema.createEnum(place, schema.getDoc(), null, schema.getEnumSymbols());
      case FIXED -> fixed(schema, place);
      default -> schema;
    };
  }

  private static Schema fixed(Schema schema, String place) {
    Schema fixed = Schema.createFixed(place, schema.getDoc(), null, schema.getFixedSize());
    LogicalType logical = schema.getLogicalType();
    return logical == null ? fixed : logical.addToSchema(fixed);
  }

  private static Schema record(Schema schema, String place) {
    FieldList fields = new FieldList();
    for (Schema.Field field : schema.getFields()) {
      fields.add(
          Value.Datum.nameOf(field),
          field.name(),
          byPlace(field.schema(), place + "." + field.name()));
    }
    return Schema.createRecord(place, schema.getDoc(), null, false, fields.toList());
  }
}
