package dev.headrace.connectors.jdbc.sink;

final class InsertingIntoH2ContractTest extends JdbcSinkContract {

  @Override
  Db.Kind kind() {
    return Db.Kind.H2;
  }

  @Override
  String mode() {
    return "insert";
  }
}
