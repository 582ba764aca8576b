package dev.headrace.connectors.http.webhook;

import dev.headrace.connectors.http.json.JsonText;
import java.util.Map;

/**
 * What a sender is told.
 *
 * @param json one JSON text
 */
record Reply(int status, String json, Map<String, String> headers) {

  private static final Map<String, String> SOON = Map.of("Retry-After", "1");

  /** So many records are durable. */
  static Reply durable(int status, int records) {
    return new Reply(status, "{\"records\":" + records + "}", Map.of());
  }

  /** Nothing is known to be durable; the sender sends it again. */
  static Reply later(String what) {
    return error(503, "webhook.not-durable", what, "Send it again.", SOON);
  }

  /** Nobody takes it before somebody resumes the source. */
  static Reply paused() {
    return error(
        503,
        "webhook.paused",
        "This source is paused.",
        "Send it again later; it is taken again when the source is resumed.",
        Map.of("Retry-After", "10"));
  }

  static Reply busy() {
    return error(
        429, "webhook.busy", "More is waiting than may wait.", "Send it again later.", SOON);
  }

  static Reply tooLong(long maxBytes) {
    return error(
        413,
        "webhook.too-long",
        "The body is longer than " + maxBytes + " bytes.",
        "Send less at a time; `max.body.size` sets the limit.",
        Map.of());
  }

  static Reply malformed(String what) {
    return error(400, "webhook.malformed", what, "Correct it and send it again.", Map.of());
  }

  static Reply unauthorized(String what) {
    return error(401, "webhook.unauthorized", what, "Check the secret at both ends.", Map.of());
  }

  static Reply error(
      int status, String code, String what, String next, Map<String, String> headers) {
    String json =
        "{\"code\":%s,\"message\":%s,\"next\":%s}"
            .formatted(JsonText.quote(code), JsonText.quote(what), JsonText.quote(next));
    return new Reply(status, json, headers);
  }
}
