package dev.headrace.connector.config;

import java.util.List;

/** A configuration record with rules that tie several settings together. */
public interface Checked {

  /** What is wrong although each setting for itself is right; empty when all is well. */
  List<Problem> problems();
}
