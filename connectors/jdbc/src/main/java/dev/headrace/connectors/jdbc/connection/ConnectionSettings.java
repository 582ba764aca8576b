package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.OneOf;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import dev.headrace.connector.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a database is reached: the settings that {@code jdbc-source} and {@code jdbc-sink} share. */
public record ConnectionSettings(
    @Doc(
            "The database, such as `jdbc:postgresql://host:5432/name` or `jdbc:sqlite:file.db`."
                + " Without a password, which has a setting of its own.")
        @NotBlank
        String url,
    @Doc("The user to connect as.") Optional<String> user,
    @Doc("The password of `user`.") Optional<Secret> password,
    @Doc(
            "PostgreSQL: whether the connection is encrypted and the server's certificate checked."
                + " `verify-full` is the one to use over a network.")
        @OneOf({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
        Optional<String> sslmode,
    @Doc("PostgreSQL: a file with the certificates, in PEM, that the server's must come from.")
        Optional<Path> sslrootcert,
    @Doc("PostgreSQL: a file with the client's certificate, in PEM.") Optional<Path> sslcert,
    @Doc("PostgreSQL: a file with the client's key: PKCS-8 (DER) or PKCS-12.")
        Optional<Path> sslkey,
    @Doc("The password of the file `sslkey`.") Optional<Secret> sslkeyPassword,
    @Doc("How long to wait for a connection.") @Default("10s") @Range(from = "250ms", to = "5m")
        Duration connectTimeout,
    @Doc(
            "How long to wait for each answer of the database, where its driver can limit that"
                + " (PostgreSQL can). Sorting a large table without an index may take long.")
        @Default("10m")
        @Range(from = "1s", to = "1d")
        Duration readTimeout,
    @Doc(
            "Parameters of the driver, such as `driver.ApplicationName`. Those with which a driver"
                + " runs code or touches files are refused.")
        Map<String, String> driver)
    implements Checked {

  /** The driver that the URL chooses. */
  public DriverKind kind() {
    return DriverKind.of(url);
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (!url.startsWith("jdbc:")) {
      problems.add(
          new Problem(
              "config.wrong-type",
              "url",
              "`url` does not begin with jdbc:.",
              "Set it to a JDBC URL such as jdbc:postgresql://host:5432/name."));
      return problems;
    }
    DriverParameters parameters = DriverParameters.of(kind());
    problems.addAll(parameters.problemsInUrl(url));
    driver.keySet().stream().sorted().forEach(name -> parameters.problem(name, problems));
    problems.addAll(tlsProblems());
    return problems;
  }

  private List<Problem> tlsProblems() {
    List<Problem> problems = new ArrayList<>();
    if (kind() != DriverKind.POSTGRESQL) {
      postgresOnly("sslmode", sslmode, problems);
      postgresOnly("sslrootcert", sslrootcert, problems);
      postgresOnly("sslcert", sslcert, problems);
      postgresOnly("sslkey", sslkey, problems);
      postgresOnly("sslkey.password", sslkeyPassword, problems);
    }
    if (sslrootcert.isPresent() && sslmode.filter(mode -> mode.startsWith("verify")).isEmpty()) {
      problems.add(
          inconsistent(
              "sslrootcert",
              "`sslrootcert` is given, but `sslmode` does not ask to check the certificate.",
              "Set `sslmode` to verify-full."));
    }
    if (sslkey.isPresent() && sslcert.isEmpty() && !isPkcs12(sslkey.get())) {
      problems.add(
          inconsistent("sslkey", "`sslkey` is given without `sslcert`.", "Set `sslcert` as well."));
    }
    if (sslkeyPassword.isPresent() && sslkey.isEmpty()) {
      problems.add(
          inconsistent(
              "sslkey.password", "`sslkey.password` is given without `sslkey`.", "Set `sslkey`."));
    }
    return problems;
  }

  private static boolean isPkcs12(Path key) {
    return key.toString().endsWith(".p12") || key.toString().endsWith(".pfx");
  }

  private void postgresOnly(String key, Optional<?> value, List<Problem> problems) {
    if (value.isPresent()) {
      problems.add(
          inconsistent(
              key,
              "`" + key + "` is for PostgreSQL, and `url` is " + kind().label() + ".",
              "Use the driver's own parameters, as `driver.NAME`."));
    }
  }

  private static Problem inconsistent(String key, String what, String next) {
    return new Problem("config.inconsistent", key, what, next);
  }
}
