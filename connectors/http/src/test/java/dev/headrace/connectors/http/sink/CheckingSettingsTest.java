package dev.headrace.connectors.http.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.ValueForm;
import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.http.Bound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckingSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url                | url=http://${topic}/
          url                | url=http://x/${values}
          url                | url=http://x/${topic:/a}
          url                | url=http://x/${value:a}
          url                | url=http://x/${header}
          url                | url=http://x/${key
          body               | body=${since}
          headers.X          | headers.X=${nothing}
          status.retry       | status.retry=5xx
          status.refuse      | status.refuse=499-400
          status.ignore      | status.ignore=600
          status.refuse      | status.refuse=400,503
          status.ignore      | status.ignore=422
          content.type       | batch=array ; content.type=text/plain
          method             | batch=lines ; method=delete
          idempotency.header | idempotency.header=A B
          batch.size         | batch=array ; batch.size=0
          batch.size         | batch.size=7
          """)
  void tellsWhichSettingIsWrong(String key, String settings) {
    List<Problem> problems = Bound.problems(HttpSinkSettings.class, parse(settings));
    assertThat(problems).extracting(Problem::key).containsExactly(key);
    assertThat(problems.getFirst().next()).isNotBlank();
  }

  @Test
  void neverPromisesMoreThanAtLeastOnce() {
    for (String settings : List.of("method=put", "idempotency.header=Idempotency-Key")) {
      Guarantee guarantee =
          new HttpSink().guarantee(Bound.to(HttpSinkSettings.class, parse(settings)));
      assertThat(guarantee.level()).isEqualTo(Guarantee.Level.AT_LEAST_ONCE);
      assertThat(guarantee.why()).containsIgnoringCase("idempotency");
    }
  }

  @Test
  void asksForKeysAsJsonOnlyWhereItUsesThem() {
    HttpSink sink = new HttpSink();
    HttpSinkSettings without = Bound.to(HttpSinkSettings.class, parse("url=http://x/${topic}"));
    HttpSinkSettings with = Bound.to(HttpSinkSettings.class, parse("headers.X=${key:/id}"));
    assertThat(sink.valueForm(without)).isEqualTo(ValueForm.JSON);
    assertThat(sink.keyForm(without)).isEqualTo(ValueForm.AS_STORED);
    assertThat(sink.keyForm(with)).isEqualTo(ValueForm.JSON);
  }

  private static Map<String, String> parse(String settings) {
    Map<String, String> parsed = new HashMap<>(Map.of("url", "http://x/"));
    for (String setting : settings.split(" ; ")) {
      String[] pair = setting.split("=", 2);
      parsed.put(pair[0], pair[1]);
    }
    return parsed;
  }
}
