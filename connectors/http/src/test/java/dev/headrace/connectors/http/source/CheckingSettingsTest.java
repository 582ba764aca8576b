package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Guarantee.Level;
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
          url       | url=ftp://x/
          url       | url=nonsense
          url       | url=http://me:secret@x/
          url       | url=http://${since}/ ; incremental.field=/a
          url       | url=http://x.${since} ; incremental.field=/a
          url       | url=http://x/${page}
          url       | url=http://x/${cursor ; pagination=cursor ; cursor=/a
          url       | url=http://x/a b
          key       | key=id
          key       | key=/a~2
          records   | records=data
          cursor    | pagination=cursor ; cursor=next
          cursor.in | pagination=cursor ; cursor=/next ; format=csv
          body      | body={}
          quote     | format=csv ; quote=,
          delimiter | format=csv ; delimiter=é
          incremental.field            | incremental.field=x
          headers.Host                 | headers.Host=x
          headers.Content-Length       | headers.Content-Length=7
          headers.A B                  | headers.A B=7
          headers.X                    | headers.X=ü
          headers.Authorization        | headers.Authorization=Bearer x
          secret.headers.Connection    | secret.headers.Connection=close
          user                         | auth=basic ; user=a:b ; password=x
          token.url                    | auth=oauth2 ; token.url=file:/etc/passwd ; client.id=a ; client.secret=b
          proxy.url                    | proxy.url=socks://x:1
          proxy.user                   | proxy.user=me
          tls.certificate              | tls.key=key.pem
          addresses.allowed            | addresses.allowed=10.0.0.0/33
          addresses.allowed            | addresses.allowed=example.org
          """)
  void tellsWhichSettingIsWrong(String key, String settings) {
    List<Problem> problems = problems(settings);
    assertThat(problems).extracting(Problem::key).containsExactly(key);
    assertThat(problems.getFirst().next()).isNotBlank();
  }

  @Test
  void doesNotShowASecretInAProblem() {
    assertThat(problems("secret.headers.X=sesame\u00fc").toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "pagination=none,                            EXACTLY_ONCE",
    "pagination=link,                            EXACTLY_ONCE",
    "pagination=cursor ; cursor=/a,              EXACTLY_ONCE",
    "pagination=page,                            AT_LEAST_ONCE",
    "pagination=offset,                          AT_LEAST_ONCE",
    "pagination=link ; incremental.field=/at,    AT_LEAST_ONCE"
  })
  void tellsItsGuaranteeWithTheReason(String settings, Level level) {
    var guarantee = new HttpSource().guarantee(Bound.to(HttpSourceSettings.class, parse(settings)));
    assertThat(guarantee.level()).isEqualTo(level);
    assertThat(guarantee.why()).contains("transaction");
  }

  private static List<Problem> problems(String settings) {
    return Bound.problems(HttpSourceSettings.class, parse(settings));
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
