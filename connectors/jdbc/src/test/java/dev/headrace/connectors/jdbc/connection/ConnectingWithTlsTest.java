package dev.headrace.connectors.jdbc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connector.Reason;
import dev.headrace.connectors.jdbc.testing.Certificates;
import dev.headrace.connectors.jdbc.testing.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Handshakes with a PostgreSQL server whose certificate names {@code localhost}. It takes encrypted
 * connections only for the database {@code encrypted}, and only such with a client certificate for
 * {@code certified}.
 */
final class ConnectingWithTlsTest {

  private static final String WHO_MAY =
      """
      host     postgres   all  all  trust
      hostssl  encrypted  all  all  trust
      hostssl  certified  all  all  trust  clientcert=verify-ca
      """;

  @TempDir private static Path folder;

  private static Certificates certificates;
  private static Certificates others;

  /** Of an authority that calls itself as ours does: the driver shows what it has signed. */
  private static Certificates impostors;

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    certificates =
        Certificates.make(folder.resolve("ours"))
            .sign("server", "san=dns:localhost")
            .sign("client");
    others = Certificates.make(folder.resolve("theirs")).sign("client");
    impostors = Certificates.make(folder.resolve("false/ours")).sign("client");
    server =
        EmbeddedPostgres.builder()
            .setServerConfig(
                "hba_file", Files.writeString(folder.resolve("hba"), WHO_MAY).toString())
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_ca_file", certificates.authority().toString())
            .setServerConfig("ssl_cert_file", certificates.certificate("server").toString())
            .setServerConfig("ssl_key_file", certificates.key("server").toString())
            .start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE encrypted");
      statement.execute("CREATE DATABASE certified");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void encryptsWhenTheAuthorityAndTheHostAreRight() throws Exception {
    assertThat(isEncrypted(verified("encrypted"))).isTrue();
  }

  @Test
  void showsItsOwnCertificateWhereTheServerWantsOne() throws Exception {
    assertThat(isEncrypted(withClient(verified("certified"), certificates))).isTrue();
  }

  @Test
  void refusesAServerOfAnotherAuthority() throws Exception {
    Map<String, String> settings =
        Settings.with(verified("encrypted"), "sslrootcert", others.authority().toString());

    Reason why = refusal(settings);

    assertThat(why.code()).isEqualTo("jdbc.tls-refused");
    assertThat(why.what()).contains("PKIX");
    assertThat(why.next()).contains("`sslrootcert`");
  }

  @Test
  void refusesAServerWhoseCertificateNamesAnotherHost() throws Exception {
    Map<String, String> settings =
        Settings.with(
            verified("encrypted"), "url", url("encrypted").replace("localhost", "127.0.0.1"));

    Reason why = refusal(settings);

    assertThat(why.code()).isEqualTo("jdbc.tls-refused");
    assertThat(why.what()).contains("127.0.0.1");
    assertThat(why.next()).contains("the host in `url`");
    assertThat(isEncrypted(Settings.with(settings, "sslmode", "verify-ca"))).isTrue();
  }

  @Test
  void tellsThatTheServerWantsACertificateOfTheClient() throws Exception {
    Reason why = refusal(verified("certified"));

    assertThat(why.code()).isEqualTo("jdbc.login-refused");
    assertThat(why.what()).contains("requires a valid client certificate");
    assertThat(why.next()).contains("`sslcert`");
  }

  @Test
  void isRefusedWithACertificateThatTheServerDoesNotTake() throws Exception {
    Reason why = refusal(withClient(verified("certified"), others));

    assertThat(why.code()).isEqualTo("jdbc.login-refused");
    assertThat(why.what()).contains("requires a valid client certificate");
  }

  /** The server ends the connection in the middle of the handshake, as one does that is stopped. */
  @Test
  void saysWhereToLookWhenTheServerRefusesTheCertificateThatItIsShown() throws Exception {
    Map<String, String> settings = withClient(verified("certified"), impostors);

    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> open(settings).close());

    assertThat(failure.reason().next()).contains("`sslcert`");
  }

  @Test
  void tellsThatTheServerTakesEncryptedConnectionsOnly() throws Exception {
    Reason why = refusal(settings("encrypted", "disable"));

    assertThat(why.code()).isEqualTo("jdbc.login-refused");
    assertThat(why.what()).contains("no encryption");
    assertThat(why.next()).contains("`sslmode`");
  }

  @Test
  void tellsWhichFileIsNotThere() throws Exception {
    Map<String, String> settings =
        Settings.with(verified("encrypted"), "sslrootcert", folder.resolve("no.crt").toString());

    Reason why = refusal(settings);

    assertThat(why.code()).isEqualTo("jdbc.tls-file");
    assertThat(why.what()).contains("no.crt");
    assertThat(why.next()).contains("`sslrootcert`");
  }

  @Test
  void tellsThatAFileHoldsNoCertificate() throws Exception {
    Path text = Files.writeString(folder.resolve("text.crt"), "no certificate\n");
    Map<String, String> settings =
        Settings.with(verified("encrypted"), "sslrootcert", text.toString());

    assertThat(refusal(settings).code()).isEqualTo("jdbc.tls-refused");
  }

  private static String url(String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
  }

  private static Map<String, String> settings(String database, String sslmode) {
    return Map.of("url", url(database), "user", "postgres", "sslmode", sslmode);
  }

  private static Map<String, String> verified(String database) throws Exception {
    Map<String, String> settings = new HashMap<>(settings(database, "verify-full"));
    settings.put("sslrootcert", certificates.authority().toString());
    return settings;
  }

  private static Map<String, String> withClient(Map<String, String> settings, Certificates from)
      throws Exception {
    return Settings.with(
        settings,
        "sslcert",
        from.certificate("client").toString(),
        "sslkey",
        from.pkcs8("client").toString());
  }

  private static boolean isEncrypted(Map<String, String> settings) throws Exception {
    try (Database database = open(settings);
        Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Why a connection cannot be had, which trying again would not change. */
  private static Reason refusal(Map<String, String> settings) {
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> open(settings).close());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    return failure.reason();
  }

  private static Database open(Map<String, String> settings) throws ConnectorException {
    return Database.open(Settings.bind(ConnectionSettings.class, settings), "orders", 1);
  }
}
