package dev.headrace.connectors.jdbc.sink;

final class UpsertingIntoSqliteContractTest extends JdbcSinkContract {

  @Override
  Db.Kind kind() {
    return Db.Kind.SQLITE;
  }

  @Override
  String mode() {
    return "upsert";
  }
}
