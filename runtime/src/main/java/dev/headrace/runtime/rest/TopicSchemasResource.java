package dev.headrace.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.schema.RefusedSchemaException;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchema;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * {@code /topics/{topic}/schema}: what is known of the schema of a topic's values, or with {@code
 * ?side=key} of its keys. Thread-safe.
 */
record TopicSchemasResource(TopicSchemas schemas) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATH = "/topics/:topic/schema";

  Stream<Route> routes() {
    return Stream.of(
        new Route("GET", PATH, request -> answer(request, this::show)),
        new Route("PUT", PATH, request -> answer(request, this::pin)),
        new Route("DELETE", PATH, request -> answer(request, this::unpin)));
  }

  private Answer answer(Request request, BiFunction<Request, TopicSide, Answer> how) {
    Optional<Side> side = side(request.parameters("side"));
    if (side.isEmpty()) {
      return Answer.error(
          400, "rest.side", "There is no such side of a record", "Set side to key or value.");
    }
    TopicSide of = new TopicSide(request.variable("topic"), side.get());
    if (!schemas.topicExists(of.topic())) {
      return Answer.error(
          404,
          "topic.unknown",
          "There is no topic " + of.topic(),
          "`headrace topics list` shows those that exist.");
    }
    return how.apply(request, of);
  }

  private static Optional<Side> side(List<String> parameters) {
    String name = parameters.isEmpty() ? "value" : parameters.getFirst();
    return Stream.of(Side.values()).filter(side -> side.text().equals(name)).findFirst();
  }

  private Answer show(Request request, TopicSide of) {
    return schemas
        .findLatest(of)
        .filter(schema -> schema.effective().isPresent())
        .map(schema -> Answer.ok(json(of, schema)))
        .orElseGet(
            () ->
                Answer.error(
                    404,
                    "schema.unknown",
                    "Nothing is known of the schema of the " + of,
                    "A source declares it when it writes typed data as JSON, a sink that needs"
                        + " columns infers it; or pin one with PUT."));
  }

  private Answer pin(Request request, TopicSide of) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(request.body().toString());
    } catch (RuntimeException wrong) { // Avro's parser has no exception of its own for all

      return Answer.error(
          400,
          "schema.invalid",
          "The body is no Avro schema: " + wrong.getMessage(),
          "Send one as JSON, such as {\"type\": \"record\", \"name\": …, \"fields\": […]}.");
    }
    try {
      return Answer.ok(json(of, schemas.pin(of, schema)));
    } catch (RefusedSchemaException refused) {
      Reason why = refused.reason();
      return Answer.error(
          400, why.code(), "The schema cannot be pinned: " + why.what(), why.next());
    }
  }

  private Answer unpin(Request request, TopicSide of) {
    TopicSchema left = schemas.unpin(of);
    return left.effective().isPresent() ? Answer.ok(json(of, left)) : Answer.noContent();
  }

  private static ObjectNode json(TopicSide of, TopicSchema schema) {
    TopicSchema.Effective effective = schema.effective().orElseThrow();
    ObjectNode json = JSON.createObjectNode();
    json.put("topic", of.topic())
        .put("side", of.side().text())
        .put("origin", effective.origin().name().toLowerCase(Locale.ROOT))
        .put("revision", schema.revision());
    try {
      json.set("schema", JSON.readTree(effective.schema().toString()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a schema is JSON", impossible);
    }
    return json;
  }
}
