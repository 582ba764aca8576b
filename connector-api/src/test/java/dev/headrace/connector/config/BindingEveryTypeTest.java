package dev.headrace.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BindingEveryTypeTest {

  enum Level {
    LOW,
    READ_COMMITTED
  }

  record Listen(@Doc("The host.") String host, @Doc("The port.") int port) {}

  record Retries(@Doc("A number.") int retries, @Doc("A time.") Duration backOff) {}

  record Everything(
      @Doc("A number.") int retryCount,
      @Doc("A number.") long bigNumber,
      @Doc("A number.") double loadFactor,
      @Doc("A switch.") boolean strict,
      @Doc("A character.") char delimiter,
      @Doc("A text.") String title,
      @Doc("A path.") Path path,
      @Doc("A URI.") URI url,
      @Doc("An encoding.") Charset encoding,
      @Doc("A time.") Duration pollInterval,
      @Doc("A size.") DataSize maxBytes,
      @Doc("A secret.") Secret password,
      @Doc("A level.") Level level,
      @Doc("Names.") List<String> names,
      @Doc("Numbers.") List<Integer> ports,
      @Doc("Headers.") Map<String, String> headers,
      @Doc("Secrets.") Map<String, Secret> secretHeaders,
      @Doc("The listener.") Listen rest,
      @Inline Retries again,
      @Doc("An option.") Optional<Duration> timeout,
      @Doc("An option.") Optional<String> absent,
      @Doc("A default.") @Default("1m") Duration linger) {}

  @Test
  void bindsEachComponentFromItsDottedKey() {
    // Given
    Map<String, String> given =
        Map.ofEntries(
            Map.entry("retry.count", "-3"),
            Map.entry("big.number", "9000000000"),
            Map.entry("load.factor", " 0.75 "),
            Map.entry("strict", "TRUE"),
            Map.entry("delimiter", "\\t"),
            Map.entry("title", " as it is "),
            Map.entry("path", "data/in"),
            Map.entry("url", "https://example.org/a?b=c"),
            Map.entry("encoding", "iso-8859-1"),
            Map.entry("poll.interval", "500ms"),
            Map.entry("max.bytes", "64KiB"),
            Map.entry("password", "open sesame"),
            Map.entry("level", "read_committed"),
            Map.entry("names", "a, b,,c"),
            Map.entry("ports", "1,2"),
            Map.entry("headers.x-one", "1"),
            Map.entry("headers.x.two", "2"),
            Map.entry("secret.headers.x-key", "sesame"),
            Map.entry("retries", "3"),
            Map.entry("back.off", "2s"),
            Map.entry("rest.host", "localhost"),
            Map.entry("rest.port", "0"),
            Map.entry("timeout", "250"));

    // When
    Binding<Everything> binding = Definition.of(Everything.class).bind(given);

    // Then
    assertThat(binding)
        .isEqualTo(
            new Binding.Bound<>(
                new Everything(
                    -3,
                    9_000_000_000L,
                    0.75,
                    true,
                    '\t',
                    " as it is ",
                    Path.of("data/in"),
                    URI.create("https://example.org/a?b=c"),
                    StandardCharsets.ISO_8859_1,
                    Duration.ofMillis(500),
                    new DataSize(65_536),
                    Secret.of("open sesame"),
                    Level.READ_COMMITTED,
                    List.of("a", "b", "c"),
                    List.of(1, 2),
                    Map.of("x-one", "1", "x.two", "2"),
                    Map.of("x-key", Secret.of("sesame")),
                    new Listen("localhost", 0),
                    new Retries(3, Duration.ofSeconds(2)),
                    Optional.of(Duration.ofMillis(250)),
                    Optional.empty(),
                    Duration.ofMinutes(1))));
  }
}
