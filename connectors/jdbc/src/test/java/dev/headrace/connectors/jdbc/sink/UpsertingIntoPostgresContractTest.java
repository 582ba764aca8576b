package dev.headrace.connectors.jdbc.sink;

final class UpsertingIntoPostgresContractTest extends JdbcSinkContract {

  @Override
  Db.Kind kind() {
    return Db.Kind.POSTGRESQL;
  }

  @Override
  String mode() {
    return "upsert";
  }
}
