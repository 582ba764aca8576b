package dev.headrace.connectors.http.client;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.config.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/**
 * Asks the servers that one URL leads to. Holds threads and connections only between the first
 * request and {@link #rest}. Used by one thread at a time; only what {@link #begin} returns is
 * completed by another.
 */
public final class Client implements AutoCloseable {

  private final URI home;
  private final Connection connection;
  private final Optional<SSLContext> tls;
  private final AddressPolicy addresses;
  private final AddressPolicy tokenAddresses;
  private final Authorization authorization;
  private Optional<HttpClient> http = Optional.empty();

  /**
   * A client that has not asked yet.
   *
   * @param home the URL in the configuration: credentials go to its origin only
   * @throws ConnectorException when the files of the TLS settings cannot be used
   */
  public Client(URI home, Connection connection, NameLookup lookup) throws ConnectorException {
    this.home = home;
    this.connection = connection;
    this.tls = Certificates.context(connection.tls());
    this.addresses = new AddressPolicy(home, connection, lookup);
    this.tokenAddresses =
        connection.auth() instanceof Auth.OAuth2 oauth
            ? new AddressPolicy(oauth.tokenUrl(), connection, lookup)
            : addresses;
    this.authorization = Authorization.of(connection.auth(), this::requestToken);
  }

  /**
   * Asks, and follows redirects. A 401 is tried once more where the credentials can be renewed.
   *
   * @param maxRedirects how many redirects to follow
   * @return what was answered at the end, to be closed by the caller
   * @throws ConnectorException when there is no answer, or the way to it is refused
   */
  public Answer ask(Ask first, int maxRedirects) throws ConnectorException, InterruptedException {
    Ask ask = first;
    boolean renewed = false;
    int redirects = 0;
    while (true) {
      Answer answer = send(ask);
      if (answer.status() == 401 && !renewed && isHome(ask.uri()) && authorization.renew()) {
        renewed = true;
        discard(answer);
        continue;
      }
      Optional<URI> target = Redirects.target(answer);
      if (target.isEmpty()) {
        return answer;
      }
      discard(answer);
      if (redirects == maxRedirects) {
        throw Redirects.tooMany(first.uri(), target.get(), maxRedirects);
      }
      Redirects.check(ask, target.get(), answer.status());
      ask = ask.redirected(target.get(), answer.status());
      redirects++;
    }
  }

  /**
   * Sends a request without waiting for its answer. Redirects are answers like others. Cancelling
   * what is returned ends the request.
   *
   * @param keptBytes how much of the answer's body to keep
   */
  public CompletableFuture<HttpResponse<byte[]>> begin(Ask ask, int keptBytes)
      throws ConnectorException, InterruptedException {
    checkAddress(ask.uri());
    return http().sendAsync(request(ask), _ -> new ShortBody(keptBytes));
  }

  /** After a 401: whether asking again may help, since the credentials are new then. */
  public boolean renewCredentials() {
    return authorization.renew();
  }

  /** A URL that a server gave, without the secret that was put into ours. */
  public String withoutSecrets(String url) {
    return authorization.withoutSecrets(url);
  }

  /** Gives threads and connections back until the next request. */
  public void rest() {
    http.ifPresent(HttpClient::shutdownNow);
    http = Optional.empty();
  }

  @Override
  public void close() {
    rest();
  }

  private Answer send(Ask ask) throws ConnectorException, InterruptedException {
    checkAddress(ask.uri());
    Answer answer = send(request(ask), ask.uri());
    try {
      // Whoever changed the name's address meanwhile has an answer that nobody reads.
      checkAddress(ask.uri());
    } catch (ConnectorException | InterruptedException | RuntimeException refused) {
      discard(answer);
      throw refused;
    }
    return answer;
  }

  private Answer send(HttpRequest request, URI shown)
      throws ConnectorException, InterruptedException {
    Timeouts timeouts = connection.timeout();
    try {
      HttpResponse<PulledBody> response =
          http().send(request, _ -> new PulledBody(timeouts.read(), timeouts.total()));
      return new Answer(response.statusCode(), shown, response.headers(), response.body());
    } catch (IOException failure) {
      throw HttpFailure.of(shown, failure);
    }
  }

  private HttpRequest request(Ask ask) throws ConnectorException, InterruptedException {
    boolean atHome = isHome(ask.uri());
    URI uri = atHome ? URI.create(authorization.address(ask.uri().toString())) : ask.uri();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(connection.timeout().response())
            .method(ask.method(), ask.publisher())
            .setHeader("Accept-Encoding", "gzip")
            .setHeader("User-Agent", "Headrace");
    connection.headers().forEach(request::setHeader);
    if (atHome) {
      connection.secretHeaders().forEach((name, value) -> request.setHeader(name, value.reveal()));
      authorization.authorize(request);
    }
    ask.body().ifPresent(body -> request.setHeader("Content-Type", body.contentType()));
    ask.headers().forEach(request::setHeader);
    authorizeAtProxy(request);
    return request.build();
  }

  private Answer requestToken(HttpRequest.Builder request)
      throws ConnectorException, InterruptedException {
    authorizeAtProxy(request);
    HttpRequest built = request.timeout(connection.timeout().response()).build();
    check(tokenAddresses, built.uri());
    return send(built, built.uri());
  }

  private void authorizeAtProxy(HttpRequest.Builder request) {
    ProxySettings proxy = connection.proxy();
    proxy
        .user()
        .ifPresent(
            user ->
                request.setHeader(
                    "Proxy-Authorization",
                    Authorization.basic(user, proxy.password().map(Secret::reveal).orElse(""))));
  }

  private boolean isHome(URI uri) {
    return Urls.origin(uri).equals(Urls.origin(home));
  }

  private void checkAddress(URI uri) throws ConnectorException, InterruptedException {
    check(addresses, uri);
  }

  private static void check(AddressPolicy policy, URI uri)
      throws ConnectorException, InterruptedException {
    try {
      policy.check(uri);
    } catch (IOException failure) {
      throw HttpFailure.of(uri, failure);
    }
  }

  private static void discard(Answer answer) throws ConnectorException {
    try {
      answer.close();
    } catch (IOException failure) {
      throw HttpFailure.of(answer.uri(), failure);
    }
  }

  private HttpClient http() {
    HttpClient client = http.orElseGet(this::build);
    http = Optional.of(client);
    return client;
  }

  /** HTTP/1.1 alone: an upgrade that is offered in the clear confuses old servers and proxies. */
  private HttpClient build() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connection.timeout().connect())
            .proxy(proxy());
    tls.ifPresent(builder::sslContext);
    return builder.build();
  }

  private ProxySelector proxy() {
    return connection
        .proxy()
        .url()
        .map(at -> ProxySelector.of(new InetSocketAddress(at.getHost(), port(at))))
        .orElseGet(() -> ProxySelector.of(null));
  }

  private static int port(URI proxy) {
    return proxy.getPort() >= 0 ? proxy.getPort() : 80;
  }
}
