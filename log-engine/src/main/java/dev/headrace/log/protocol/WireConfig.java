package dev.headrace.log.protocol;

import dev.headrace.log.broker.TopicConfigs;

/** The numbers that the protocol has for sources and types of settings (KIP-226, KIP-569). */
final class WireConfig {

  private WireConfig() {}

  static byte source(TopicConfigs.Source source) {
    return switch (source) {
      case TOPIC -> 1;
      case GROUP -> 8;
      case NODE -> 4;
      case DEFAULT -> 5;
    };
  }

  static byte type(TopicConfigs.Type type) {
    return switch (type) {
      case BOOLEAN -> 1;
      case STRING -> 2;
      case INT -> 3;
      case LONG -> 5;
      case DOUBLE -> 6;
      case LIST -> 7;
    };
  }
}
