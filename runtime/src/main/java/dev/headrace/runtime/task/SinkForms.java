package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.ValueForm;
import dev.headrace.runtime.format.Formats;

/**
 * In which formats records lie in the topics of a sink, and in which form it takes them.
 *
 * @param formats as the user says
 * @param key as the sink says
 * @param value as the sink says
 */
record SinkForms(Formats formats, ValueForm key, ValueForm value) {

  static <C extends Record> SinkForms of(SinkSpec<C> spec, ConnectorCalls calls)
      throws ConnectorException {
    SinkConnector<C> connector = spec.connector();
    C configuration = spec.configuration();
    return new SinkForms(
        spec.formats(),
        calls.call("SinkConnector.keyForm", () -> connector.keyForm(configuration)),
        calls.call("SinkConnector.valueForm", () -> connector.valueForm(configuration)));
  }

  /** Whether nothing is to be done to any record. */
  boolean areAsStored() {
    return key == ValueForm.AS_STORED && value == ValueForm.AS_STORED;
  }
}
