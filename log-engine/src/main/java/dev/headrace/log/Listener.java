package dev.headrace.log;

import java.net.InetSocketAddress;

/** A socket on which the engine serves Kafka clients. */
public interface Listener extends AutoCloseable {

  /** Where it listens, with the port that was taken when 0 was asked for. */
  InetSocketAddress address();

  /** Answers what is in flight and lets the clients go, within a few seconds. */
  @Override
  void close();
}
