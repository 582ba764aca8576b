package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.LocalServer.Request;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SayingWhoAsksTest {

  @Test
  void byNameAndPassword() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[]"))) {
      Polling.of(server.url("/"), "auth", "basic", "user", "Jürgen", "password", "a:b").poll();

      assertThat(server.requests().getFirst().header("Authorization"))
          .contains("Basic SsO8cmdlbjphOmI=");
    }
  }

  @Test
  void bySecretHeaders() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[]"))) {
      Polling.of(server.url("/"), "secret.headers.X-Id", "7", "secret.headers.X-Key", "k").poll();

      assertThat(server.requests().getFirst().header("X-Id")).contains("7");
      assertThat(server.requests().getFirst().header("X-Key")).contains("k");
    }
  }

  @Test
  void byAKeyInTheQueryThatIsNeitherKeptNorShown() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    try (LocalServer server =
        new LocalServer(
            request ->
                request.parameter("page").isEmpty()
                    ? Reply.of(status.get(), "[1]")
                        .with("Link", "</?api_key=sesame&page=2>; rel=next")
                    : Reply.of(403, ""))) {
      // Given
      Polling polling =
          Polling.of(
              server.url("/"),
              "auth",
              "query",
              "auth.parameter",
              "api_key",
              "auth.secret",
              "sesame",
              "pagination",
              "link");

      // When
      ConnectorException failure = polling.failure();

      // Then
      assertThat(server.requests())
          .extracting(request -> request.uri().toString())
          .containsExactly("/?api_key=sesame", "/?page=2&api_key=sesame");
      assertThat(failure.reason().toString()).doesNotContain("sesame");
    }
  }

  @Test
  void byATokenThatIsFetchedOnce() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                request.uri().getPath().equals("/token")
                    ? Reply.ok("{\"access_token\": \"t-1\", \"expires_in\": 3600}")
                    : Reply.ok(
                        request.parameter("page").get().equals("3")
                            ? "[]"
                            : "[" + request.parameter("page").get() + "]"))) {
      // When
      oauth(server, "scope", "read write", "token.parameters.audience", "api", "pagination", "page")
          .poll();

      // Then
      Request token = server.requests().getFirst();
      assertThat(token.text())
          .isEqualTo("audience=api&grant_type=client_credentials&scope=read%20write");
      assertThat(token.header("Authorization")).contains("Basic bWU6cyUyRjE=");
      assertThat(server.requests().stream().skip(1))
          .hasSize(3)
          .allMatch(request -> request.header("Authorization").get().equals("Bearer t-1"));
    }
  }

  @Test
  void byATokenThatIsRenewedWhenItIsRefused() throws Exception {
    AtomicInteger tokens = new AtomicInteger();
    AtomicReference<String> good = new AtomicReference<>("t-2");
    try (LocalServer server =
        new LocalServer(
            request -> {
              if (request.uri().getPath().equals("/token")) {
                return Reply.ok("{\"access_token\": \"t-" + tokens.incrementAndGet() + "\"}");
              }
              boolean known =
                  request.header("Authorization").equals(Optional.of("Bearer " + good.get()));
              return known ? Reply.ok("[1]") : Reply.of(401, "");
            })) {
      // Then
      assertThat(oauth(server, "client.auth", "body").texts()).containsExactly("1");
      assertThat(tokens).hasValue(2);
      assertThat(server.requests().getFirst().text()).contains("client_id=me&client_secret=s%2F1");

      // When
      good.set("never");
      ConnectorException failure = oauth(server).failure();

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure.reason().code()).isEqualTo("http.status-401");
      assertThat(tokens).hasValue(4);
    }
  }

  @Test
  void byATokenThatIsNotGivenOut() {
    try (LocalServer server =
        new LocalServer(_ -> Reply.of(400, "{\"error\": \"invalid_client\"}"))) {
      // When
      ConnectorException failure = oauth(server).failure();

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure.reason().what()).contains("invalid_client").doesNotContain("s/1");
      assertThat(failure.reason().next()).contains("client.secret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "{}",
        "{\"access_token\": 7, \"x\": \"",
        "{\"access_token\": \"a\\nb\"}"
      })
  void byATokenThatIsNone(String answer) {
    try (LocalServer server = new LocalServer(_ -> Reply.ok(answer))) {
      assertThat(oauth(server).failure().reason().code()).isEqualTo("http.token-malformed");
    }
  }

  @Test
  void byATokenFromAServerThatIsBusy() {
    try (LocalServer server = new LocalServer(_ -> Reply.of(503, ""))) {
      assertThat(oauth(server).failure().kind()).isEqualTo(Kind.TRANSIENT);
    }
  }

  @Test
  void neverShowsASecret() {
    HttpSourceSettings settings =
        Polling.settings(
            "http://x/",
            "auth",
            "oauth2",
            "token.url",
            "http://x/",
            "client.id",
            "me",
            "client.secret",
            "s/1",
            "secret.headers.X-Key",
            "k-2");
    assertThat(settings.toString()).doesNotContain("s/1").doesNotContain("k-2");
  }

  private static Polling oauth(LocalServer server, String... more) {
    String[] oauth = {
      "auth", "oauth2",
      "token.url", server.url("/token"),
      "client.id", "me",
      "client.secret", "s/1"
    };
    String[] all = Arrays.copyOf(oauth, oauth.length + more.length);
    System.arraycopy(more, 0, all, oauth.length, more.length);
    return Polling.of(server.url("/things"), all);
  }
}
