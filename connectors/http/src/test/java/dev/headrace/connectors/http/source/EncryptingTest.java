package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connectors.http.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptingTest {

  @TempDir static Path folder;
  private static TlsFiles theirs;
  private static TlsFiles ours;
  private static HttpsServer open;
  private static HttpsServer closed;

  @BeforeAll
  static void start() throws Exception {
    theirs = TlsFiles.make(folder, "theirs", "EC");
    ours = TlsFiles.make(folder, "ours", "RSA");
    open = server(false);
    closed = server(true);
  }

  @AfterAll
  static void stop() {
    open.stop(0);
    closed.stop(0);
  }

  @Test
  void trustsTheAuthorityThatIsNamed() throws Exception {
    assertThat(Polling.of(url(open), "tls.ca", theirs.certificate().toString()).texts())
        .containsExactly("1");
  }

  @Test
  void trustsNobodyElse() throws Exception {
    // When
    var failure = Polling.of(url(open)).failure();

    // Then
    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(failure.reason().code()).isEqualTo("http.certificate");
    assertThat(failure.reason().next()).contains("tls.ca");
  }

  @Test
  void showsACertificate() throws Exception {
    assertThat(
            Polling.of(
                    url(closed),
                    "tls.ca",
                    theirs.certificate().toString(),
                    "tls.certificate",
                    ours.certificate().toString(),
                    "tls.key",
                    ours.key().toString())
                .texts())
        .containsExactly("1");
  }

  @Test
  void opensAnEncryptedKey() throws Exception {
    assertThat(
            Polling.of(
                    url(closed),
                    "tls.ca",
                    theirs.certificate().toString(),
                    "tls.certificate",
                    ours.certificate().toString(),
                    "tls.key",
                    ours.encryptedKey("sesame").toString(),
                    "tls.key.password",
                    "sesame")
                .texts())
        .containsExactly("1");
  }

  @Test
  void isNotLetInWithoutACertificate() throws Exception {
    assertThat(Polling.of(url(closed), "tls.ca", theirs.certificate().toString()).failure().kind())
        .isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void namesTheFileThatCannotBeUsed() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertNames("tls.ca", folder.resolve("none.pem"), "tls.ca", "none.pem");
    assertNames("tls.ca", empty, "tls.ca", "empty.pem");
    for (Path key : new Path[] {empty, ours.encryptedKey("sesame")}) {
      var failure =
          Polling.of(
                  url(open),
                  "tls.certificate",
                  ours.certificate().toString(),
                  "tls.key",
                  key.toString(),
                  "tls.key.password",
                  "wrong")
              .failure();
      assertThat(failure.reason().what()).contains("tls.key", key.toString());
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    }
  }

  private static void assertNames(String key, Path file, String... named) {
    var failure = Polling.of(url(open), key, file.toString()).failure();
    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(failure.reason().what()).contains(named);
  }

  private static String url(HttpsServer server) {
    return "https://localhost:" + server.getAddress().getPort() + "/";
  }

  private static HttpsServer server(boolean demandsCertificate) throws Exception {
    SSLContext context = theirs.context(ours);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = context.getDefaultSSLParameters();
            tls.setNeedClientAuth(demandsCertificate);
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "[1]".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
