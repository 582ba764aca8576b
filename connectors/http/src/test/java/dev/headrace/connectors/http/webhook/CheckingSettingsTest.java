package dev.headrace.connectors.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.http.Bound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckingSettingsTest {

  private static final String TOKEN = " ; auth=token ; token=t";
  private static final String TLS = " ; webhook.tls.certificate=c ; webhook.tls.key=k";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          webhook.listen          | webhook.listen=8084
          webhook.listen          | webhook.listen=::1:8084
          webhook.listen          | webhook.listen=127.0.0.1:99999
          path                    | path=hook
          path                    | path=/a?b
          webhook.tls.certificate | webhook.tls.key=k
          key.pointer             | key=pointer ; key.pointer=id
          key.pointer             | key=pointer ; key.pointer=/id ; format=text
          signature.content       | auth=hmac ; signature.header=X ; signature.secret=s ; signature.content=x
          signature.content       | auth=hmac ; signature.header=X ; signature.secret=s ; signature.content=${body}${time}
          timestamp.header        | auth=hmac ; signature.header=X ; signature.secret=s ; timestamp.header=T
          timestamp.header        | auth=hmac ; signature.header=X ; signature.secret=s ; signature.content=${timestamp}${body}
          """)
  void tellsWhichSettingIsWrong(String key, String settings) {
    assertThat(problems(settings)).extracting(Problem::key).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "example.org:1"})
  void reachesBeyondThisMachineOnlyWithTlsAndAuth(String address) {
    String listen = "webhook.listen=" + address;
    for (String missing : List.of("", TOKEN, TLS)) {
      assertThat(problems(listen + missing))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.key()).isEqualTo("webhook.listen");
                assertThat(problem.next()).contains("webhook.insecure");
              });
    }
    assertThat(problems(listen + TOKEN + TLS)).isEmpty();
    assertThat(problems(listen + " ; webhook.insecure=true")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "127.8.8.8:1", "[::1]:1", "localhost:1"})
  void needsNothingMoreOnThisMachine(String address) {
    assertThat(problems("webhook.listen=" + address)).isEmpty();
  }

  @Test
  void promisesAtLeastOnce() {
    Guarantee guarantee = new WebhookSource().guarantee(Receiving.settings());
    assertThat(guarantee.level()).isEqualTo(Guarantee.Level.AT_LEAST_ONCE);
    assertThat(guarantee.why()).contains("durable");
  }

  private static List<Problem> problems(String settings) {
    Map<String, String> parsed = new HashMap<>(Map.of("path", "/hook"));
    for (String setting : settings.split(" ; ")) {
      String[] pair = setting.split("=", 2);
      parsed.put(pair[0], pair[1]);
    }
    return Bound.problems(WebhookSettings.class, parsed);
  }
}
