package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepingWebPagesOutTest {

  private static final String CONFIG = "{\"path\": \"x\"}";

  private Node node;

  @BeforeEach
  void start() throws IOException {
    node = new Node();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:8083", "127.0.0.1:1", "[::1]:8083", "10.0.0.7"})
  void addressesAndLocalhostAreOurs(String host) throws IOException {
    assertThat(node.send("GET", "/", "Host: " + host, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example:8083", "127.0.0.1.evil.example"})
  void namesOfOthersAreRefused(String host) throws IOException {
    assertThat(node.send("GET", "/connectors", "Host: " + host, "").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: https://localhost:8083",
        "Sec-Fetch-Site: cross-site"
      })
  void pagesOfOtherOriginsAreRefused(String header) throws IOException {
    String headers = "Host: localhost:8083\r\nContent-Type: application/json\r\n" + header;

    assertThat(node.send("PUT", "/connectors/a/config", headers, CONFIG).status()).isEqualTo(403);
    assertThat(node.get("/connectors").body()).isEmpty();
  }

  @Test
  void aPageOfOurOwnMayAsk() throws IOException {
    String headers = "Host: localhost:8083\r\nOrigin: http://localhost:8083";

    assertThat(node.send("GET", "/connectors", headers, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
  void whatAFormCanSendIsRefused(String type) throws IOException {
    String headers = "Host: localhost\r\nContent-Type: " + type;

    assertThat(node.send("POST", "/connectors", headers, CONFIG).status()).isEqualTo(415);
  }
}
