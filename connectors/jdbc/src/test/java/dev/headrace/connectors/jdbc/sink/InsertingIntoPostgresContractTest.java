package dev.headrace.connectors.jdbc.sink;

final class InsertingIntoPostgresContractTest extends JdbcSinkContract {

  @Override
  Db.Kind kind() {
    return Db.Kind.POSTGRESQL;
  }

  @Override
  String mode() {
    return "insert";
  }
}
