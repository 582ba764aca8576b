package dev.headrace.connectors.http.client;

import dev.headrace.connector.ConnectorException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Where an answer leads, and whether to go there. */
final class Redirects {

  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private Redirects() {}

  /** Where the answer sends us; empty when it is no redirect, or leads to no HTTP server. */
  static Optional<URI> target(Answer answer) {
    if (!STATUSES.contains(answer.status())) {
      return Optional.empty();
    }
    return answer.header("Location").flatMap(location -> resolve(answer.uri(), location));
  }

  static Optional<URI> resolve(URI base, String reference) {
    try {
      return Urls.parse(base.resolve(reference.strip()).toString());
    } catch (IllegalArgumentException noUri) {
      return Optional.empty();
    }
  }

  static ConnectorException tooMany(URI asked, URI target, int maxRedirects) {
    return HttpFailure.wrong(
        "http.too-many-redirects",
        Urls.shown(asked)
            + " was redirected more than "
            + maxRedirects
            + " times, at last to "
            + Urls.shown(target)
            + ".",
        "Set `url` to where it leads in the end, or raise `max.redirects`.");
  }

  /**
   * Refuses a way that gives away what was meant for one server: from TLS to none, and a body that
   * goes to another origin.
   */
  static void check(Ask ask, URI target, int status) throws ConnectorException {
    String way = Urls.shown(ask.uri()) + " redirects to " + Urls.shown(target);
    if (ask.uri().getScheme().equalsIgnoreCase("https")
        && target.getScheme().equalsIgnoreCase("http")) {
      throw HttpFailure.wrong(
          "http.redirect-refused",
          way + ", which is not encrypted.",
          "Check the server, or set the URL to where it leads if that is meant.");
    }
    boolean sendsBody = ask.redirected(target, status).body().isPresent();
    if (sendsBody && !Urls.origin(ask.uri()).equals(Urls.origin(target))) {
      throw HttpFailure.wrong(
          "http.redirect-refused",
          way + ", which would be sent a body that was meant for the former.",
          "Set the URL to where it leads if that is meant.");
    }
  }
}
