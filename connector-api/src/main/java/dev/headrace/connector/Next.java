package dev.headrace.connector;

import java.time.Duration;

/** What a reader expects after a call of {@link SourceReader#read}. */
public sealed interface Next {

  /** More is there: call again at once. */
  record More() implements Next {}

  /**
   * Nothing is there at present: call again after {@code atMost}, or earlier on {@link
   * SourceContext#wake()}.
   */
  record Idle(Duration atMost) implements Next {}

  /** The partition is read to its end, for ever: the reader can be closed. */
  record End() implements Next {}

  /** The one {@link More}. */
  Next MORE = new More();

  /** The one {@link End}. */
  Next END = new End();
}
