package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.connector.Value;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as a record. Members mostly come in the order of the fields: then a field is found
 * without looking for it.
 */
final class JsonRecord implements JsonType {

  private final Schema schema;
  private final Member[] members;
  private final Map<String, Member> byName = new HashMap<>();

  /** A field; what it holds when the object does not have it, or why that is not allowed. */
  private record Member(
      int position, String name, JsonType type, Missing missing, @Nullable Object standIn) {}

  /** What the object may do without; there is something to stand in for it then. */
  private enum Missing {
    REFUSED,
    ALLOWED,
    /** As Connect has it: the default also stands in for null. */
    LIKE_NULL
  }

  JsonRecord(Schema schema, List<JsonType> types) {
    this.schema = schema;
    this.members = new Member[types.size()];
    for (Schema.Field field : schema.getFields()) {
      Member member = member(field, types.get(field.pos()));
      members[field.pos()] = member;
      byName.put(member.name(), member);
    }
  }

  private static Member member(Schema.Field field, JsonType type) {
    String name = Value.Datum.nameOf(field);
    Object connects = field.getObjectProp(ConnectSchemaReader.DEFAULT);
    if (connects != null) {
      Object standIn = Defaults.ofConnect(field, connects, type);
      return new Member(field.pos(), name, type, Missing.LIKE_NULL, standIn);
    }
    return field.hasDefaultValue()
        ? new Member(field.pos(), name, type, Missing.ALLOWED, Defaults.of(field))
        : new Member(field.pos(), name, type, Missing.REFUSED, null);
  }

  @Override
  public Object read(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw JsonType.misfit(json, "object");
    }
    GenericData.Record record = new GenericData.Record(schema);
    boolean[] found = new boolean[members.length];
    int count = 0;
    int expected = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Member member = member(json.currentName(), expected);
      expected = member.position() + 1;
      json.nextToken();
      record.put(member.position(), read(json, member));
      if (!found[member.position()]) {
        found[member.position()] = true;
        count++;
      }
    }
    if (count < members.length) {
      fill(record, found);
    }
    return record;
  }

  private Member member(String name, int expected) throws MisfitException {
    if (expected < members.length && members[expected].name().equals(name)) {
      return members[expected];
    }
    Member member = byName.get(name);
    if (member == null) {
      throw new MisfitException("the schema of the topic has no such field").in(name);
    }
    return member;
  }

  private static @Nullable Object read(JsonParser json, Member member)
      throws IOException, MisfitException {
    if (member.missing() == Missing.LIKE_NULL && json.currentToken() == JsonToken.VALUE_NULL) {
      return member.standIn();
    }
    try {
      return member.type().read(json);
    } catch (MisfitException misfit) {
      throw misfit.in(member.name());
    }
  }

  private void fill(GenericData.Record record, boolean[] found) throws MisfitException {
    for (Member member : members) {
      if (!found[member.position()]) {
        if (member.missing() == Missing.REFUSED) {
          throw new MisfitException("it is missing").in(member.name());
        }
        record.put(member.position(), member.standIn());
      }
    }
  }
}
