package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connectors.http.client.Urls;
import dev.headrace.connectors.http.template.Template;
import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * The URL of a next page, as a server gives it. It leads to the server that gave it, or to the one
 * in the configuration: to no other, for what is sent is meant for these.
 */
final class NextUrl {

  private static final int LONGEST = 16 * 1024;

  private final String home;
  private final UnaryOperator<String> withoutSecrets;

  /**
   * @param url the template in the configuration, whose host is written out
   * @param withoutSecrets takes out of a URL what is not to be kept
   */
  NextUrl(String url, UnaryOperator<String> withoutSecrets) {
    this.home = Urls.origin(URI.create(Template.parse(url).fill(_ -> "0").trim()));
    this.withoutSecrets = withoutSecrets;
  }

  String resolve(URI page, String reference) throws ConnectorException {
    String given = withoutSecrets.apply(reference.strip());
    if (given.length() > LONGEST) {
      throw refused(page, "is longer than " + LONGEST + " characters");
    }
    URI next;
    try {
      next =
          Urls.parse(page.resolve(given).toString())
              .orElseThrow(() -> new IllegalArgumentException("no HTTP"));
    } catch (IllegalArgumentException noUrl) {
      throw refused(page, "is no URL of an HTTP server");
    }
    String origin = Urls.origin(next);
    if (!origin.equals(home) && !origin.equals(Urls.origin(page))) {
      throw refused(page, "leads to another server, " + Urls.shown(next));
    }
    return next.toString();
  }

  private static ConnectorException refused(URI page, String why) {
    return ConnectorException.wrongConfiguration(
        new Reason(
            "http.next-page-refused",
            "The next page that " + Urls.shown(page) + " names " + why + ".",
            "Correct `pagination`, or set `url` to the server that it names."));
  }
}
