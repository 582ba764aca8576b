package dev.headrace.connectors.jdbc.sink;

/** Numbers that no other of a connection has. One thread. */
final class Numbers {

  private int last;

  int next() {
    return ++last;
  }
}
