package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.runtime.schema.JsonNumber;
import java.io.IOException;
import java.math.BigDecimal;

/** JSON numbers as float and double, when these give the same number back. */
final class JsonFloats {

  private JsonFloats() {}

  /** A double of an inferred schema: a number, of any spelling. */
  static Object found(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken().isNumeric()) {
      return exact(json);
    }
    throw JsonType.misfit(json, "double");
  }

  /** A double; what is not finite has no JSON number and is text. */
  static Object floating(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken().isNumeric()) {
      return exact(json);
    }
    return notFinite(json);
  }

  private static Double exact(JsonParser json) throws IOException, MisfitException {
    return switch (JsonNumber.of(json)) {
      case INTEGER, DOUBLE -> json.getDoubleValue();
      default -> throw JsonType.misfit(json, "double, which would lose digits");
    };
  }

  static Object single(JsonParser json) throws IOException, MisfitException {
    if (!json.currentToken().isNumeric()) {
      return notFinite(json).floatValue();
    }
    float nearest = json.getFloatValue();
    if (Float.isFinite(nearest)
        && JsonNumber.of(json) != JsonNumber.BOUNDLESS
        && new BigDecimal(Float.toString(nearest)).compareTo(new BigDecimal(json.getText())) == 0) {
      return nearest;
    }
    throw JsonType.misfit(json, "float, which would lose digits");
  }

  private static Double notFinite(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      switch (json.getText()) {
        case "NaN" -> {
          return Double.NaN;
        }
        case "Infinity" -> {
          return Double.POSITIVE_INFINITY;
        }
        case "-Infinity" -> {
          return Double.NEGATIVE_INFINITY;
        }
        default -> {}
      }
    }
    throw JsonType.misfit(json, "number");
  }
}
