package dev.headrace.connectors.http.template;

import dev.headrace.connectors.http.client.Urls;
import dev.headrace.connectors.http.json.JsonText;
import java.util.Locale;
import java.util.Optional;

/** How a value stands in a text of some kind, so that it cannot end before its own end. */
public enum Escape {
  /** As a part of a URL or of a form. */
  URL,
  /** As a whole JSON value, quotes included. */
  JSON,
  /** As text within XML or HTML, attributes included. */
  XML,
  /** As the value of a header: what is not printable ASCII is percent-encoded. */
  HEADER,
  /** As it is. */
  PLAIN;

  /** How values stand in a body of this type. */
  public static Escape of(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (type.endsWith("json") || type.endsWith("ndjson") || type.endsWith("jsonl")) {
      return JSON;
    }
    if (type.endsWith("xml") || type.endsWith("html")) {
      return XML;
    }
    return type.equals("application/x-www-form-urlencoded") ? URL : PLAIN;
  }

  /** The JSON value as it stands in the text; what is absent is null in JSON, else nothing. */
  public String apply(Optional<String> json) {
    if (this == JSON) {
      return json.orElse("null");
    }
    String plain = json.filter(value -> !value.equals("null")).map(JsonText::plain).orElse("");
    return switch (this) {
      case URL -> Urls.encode(plain);
      case XML -> xml(plain);
      case HEADER -> header(plain);
      case JSON, PLAIN -> plain;
    };
  }

  private static String xml(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }

  private static String header(String plain) {
    StringBuilder escaped = new StringBuilder();
    plain
        .codePoints()
        .forEach(
            point -> {
              String one = Character.toString(point);
              escaped.append(point >= ' ' && point < 0x7f ? one : Urls.encode(one));
            });
    return escaped.toString().strip();
  }
}
