package dev.headrace.connectors.http.client;

import dev.headrace.connector.ConnectorException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What is added to a request to say who asks. Used by one thread at a time. */
interface Authorization {

  /** Adds headers to a request to the URL's own origin. */
  void authorize(HttpRequest.Builder request) throws ConnectorException, InterruptedException;

  /** The URL of a request to its own origin with what belongs into it. */
  default String address(String url) {
    return url;
  }

  /** A URL that a server gave, without what {@link #address} adds: it is not to be kept. */
  default String withoutSecrets(String url) {
    return url;
  }

  /** After a 401: whether what is sent next differs, so that asking again may help. */
  default boolean renew() {
    return false;
  }

  /** The authorization that {@code auth} describes. */
  static Authorization of(Auth auth, TokenRequests tokens) {
    return switch (auth) {
      case Auth.None() -> _ -> {};
      case Auth.Basic(var user, var password) -> header(basic(user, password.reveal()));
      case Auth.Bearer(var token) -> header("Bearer " + token.reveal());
      case Auth.Query(var name, var secret) -> new InQuery(name, secret.reveal());
      case Auth.OAuth2 oauth -> new OAuthToken(oauth, tokens);
    };
  }

  /** The value of the header {@code Authorization} for a name and a password (RFC 7617). */
  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static Authorization header(String value) {
    return request -> request.setHeader("Authorization", value);
  }

  /** A key as a parameter of the URL. */
  final class InQuery implements Authorization {

    private final String name;
    private final String secret;

    InQuery(String name, String secret) {
      this.name = name;
      this.secret = secret;
    }

    @Override
    public void authorize(HttpRequest.Builder request) {}

    @Override
    public String address(String url) {
      return Urls.withParameter(url, name, secret);
    }

    @Override
    public String withoutSecrets(String url) {
      return Urls.withoutParameter(url, name);
    }
  }
}
