package dev.headrace.connectors.jdbc.sink;

final class InsertingIntoSqliteContractTest extends JdbcSinkContract {

  @Override
  Db.Kind kind() {
    return Db.Kind.SQLITE;
  }

  @Override
  String mode() {
    return "insert";
  }
}
