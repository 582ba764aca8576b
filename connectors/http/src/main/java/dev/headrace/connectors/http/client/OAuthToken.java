package dev.headrace.connectors.http.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A token by client credentials (RFC 6749, section 4.4), kept until shortly before it expires and
 * renewed after a 401. Used by one thread at a time.
 */
final class OAuthToken implements Authorization {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_ANSWER = 64 * 1024;

  /** A token is not used any more so long before it expires. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** When the server does not say how long a token is good for. */
  private static final Duration ASSUMED = Duration.ofMinutes(5);

  private final Auth.OAuth2 settings;
  private final TokenRequests requests;
  private Optional<Token> token = Optional.empty();

  private record Token(Secret secret, long expiresNanos) {
    boolean isGood() {
      return expiresNanos - System.nanoTime() > 0;
    }
  }

  OAuthToken(Auth.OAuth2 settings, TokenRequests requests) {
    this.settings = settings;
    this.requests = requests;
  }

  @Override
  public void authorize(HttpRequest.Builder request)
      throws ConnectorException, InterruptedException {
    if (token.filter(Token::isGood).isEmpty()) {
      token = Optional.of(fetch());
    }
    request.setHeader("Authorization", "Bearer " + token.get().secret().reveal());
  }

  @Override
  public boolean renew() {
    token = Optional.empty();
    return true;
  }

  private Token fetch() throws ConnectorException, InterruptedException {
    Map<String, String> form = new TreeMap<>(settings.tokenParameters());
    form.put("grant_type", "client_credentials");
    settings.scope().ifPresent(scope -> form.put("scope", scope));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.tokenUrl())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json");
    switch (settings.clientAuth()) {
      case BASIC ->
          request.header(
              "Authorization",
              Authorization.basic(
                  Urls.encode(settings.clientId()), Urls.encode(settings.clientSecret().reveal())));
      case BODY -> {
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.clientSecret().reveal());
      }
    }
    request.POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
    try (Answer answer = requests.send(request)) {
      return read(answer);
    } catch (IOException failure) {
      throw HttpFailure.of(settings.tokenUrl(), failure);
    }
  }

  private Token read(Answer answer) throws ConnectorException, IOException {
    if (!answer.isSuccess()) {
      throw refused(answer);
    }
    JsonNode json;
    try {
      json = JSON.readTree(answer.content(LONGEST_ANSWER).readAllBytes());
    } catch (JsonProcessingException noJson) {
      throw broken("it is no JSON", noJson);
    }
    String text = json.path("access_token").asText("");
    if (!text.matches("[\\x21-\\x7e]+")) {
      throw broken("it holds no access_token", new IOException("no access_token"));
    }
    Duration lifetime =
        json.path("expires_in").canConvertToLong()
            ? Duration.ofSeconds(Math.clamp(json.path("expires_in").asLong(), 0, 365 * 86_400L))
            : ASSUMED;
    Duration used = lifetime.minus(MARGIN);
    return new Token(
        Secret.of(text),
        System.nanoTime() + (used.compareTo(SHORTEST) < 0 ? SHORTEST : used).toNanos());
  }

  /** Many servers answer wrong credentials with 400 (RFC 6749, section 5.2). */
  private static ConnectorException refused(Answer answer) {
    if (answer.status() != 400 && answer.status() != 401) {
      return HttpFailure.ofStatus(answer, "`token.url`");
    }
    return HttpFailure.wrong(
        "http.token-refused",
        Urls.shown(answer.uri()) + " gives no token: " + answer.status() + " " + answer.excerpt(),
        "Correct `client.id`, `client.secret`, `scope` or `client.auth`.");
  }

  private ConnectorException broken(String what, Exception cause) {
    return ConnectorException.transientFailure(
        new Reason(
            "http.token-malformed",
            Urls.shown(settings.tokenUrl()) + ": the answer is no token: " + what + ".",
            "Check `token.url`; it is tried again."),
        cause);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> Urls.encode(field.getKey()) + "=" + Urls.encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }
}
