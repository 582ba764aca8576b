package dev.headrace.runtime.deadletter;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a dead letter tells of its record, in headers named as Kafka Connect's {@code
 * DeadLetterQueueReporter} names them (KIP-298); {@code code}, {@code next}, {@code where} and
 * {@code value.size} are ours.
 */
final class LetterHeaders {

  private static final String PREFIX = "__connect.errors.";
  private static final String STACK_TRACE = PREFIX + "exception.stacktrace";
  private static final String VALUE_SIZE = PREFIX + "value.size";

  /** A stack trace goes into each letter: enough of it to find the fault. */
  private static final int MAX_STACK_TRACE_CHARS = 8 * 1024;

  private LetterHeaders() {}

  static List<RecordHeader> of(Refusal refusal, Refuser by) {
    List<RecordHeader> headers = new ArrayList<>();
    switch (refusal.origin()) {
      case Origin.InLog(var partition, long offset, _) -> {
        headers.add(header("topic", partition.topic()));
        headers.add(header("partition", Integer.toString(partition.partition())));
        headers.add(header("offset", Long.toString(offset)));
      }
      case Origin.AtSource(String where, Optional<String> topic) -> {
        topic.ifPresent(name -> headers.add(header("topic", name)));
        headers.add(header("where", where));
      }
    }
    headers.add(header("connector.name", by.connectorName()));
    headers.add(header("task.id", Integer.toString(by.task())));
    headers.add(header("stage", refusal.stage().name()));
    headers.add(header("class.name", by.connectorClass()));
    refusal.cause().ifPresent(cause -> add(cause, headers));
    headers.add(header("exception.message", refusal.why().what()));
    headers.add(header("code", refusal.why().code()));
    headers.add(header("next", refusal.why().next()));
    return headers;
  }

  private static void add(Throwable cause, List<RecordHeader> headers) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    String all = trace.toString();
    headers.add(header("exception.class.name", cause.getClass().getName()));
    headers.add(header(STACK_TRACE.substring(PREFIX.length()), start(all)));
  }

  private static String start(String text) {
    return text.substring(0, Math.min(text.length(), MAX_STACK_TRACE_CHARS));
  }

  static boolean canBeCut(List<RecordHeader> headers) {
    return headers.stream().anyMatch(header -> header.key().equals(STACK_TRACE));
  }

  /** The same without the stack trace, and with the size that the value had. */
  static List<RecordHeader> cut(List<RecordHeader> headers, int valueBytes) {
    List<RecordHeader> cut = new ArrayList<>(headers);
    cut.removeIf(header -> header.key().equals(STACK_TRACE));
    if (cut.stream().noneMatch(header -> header.key().equals(VALUE_SIZE))) {
      cut.add(header("value.size", Integer.toString(valueBytes)));
    }
    return cut;
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(PREFIX + name, ByteSlice.of(value.getBytes(StandardCharsets.UTF_8)));
  }
}
