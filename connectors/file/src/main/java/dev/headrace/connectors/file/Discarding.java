package dev.headrace.connectors.file;

import dev.headrace.connector.Output;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.SourceRecord;

/** Takes what was emitted before, while a header is read again. */
enum Discarding implements Output<FilePosition> {
  OUTPUT;

  @Override
  public void bytes(byte[] buffer, int from, int length) {}

  @Override
  public void json(byte[] buffer, int from, int length) {}

  @Override
  public void record(SourceRecord record) {}

  @Override
  public void reject(Raw raw, Reason why) {}

  @Override
  public void position(FilePosition covers) {}

  @Override
  public boolean full() {
    return false;
  }
}
