package dev.headrace.log.protocol;

import java.util.List;

/**
 * A whole response frame, its length prefix included. One owner at a time, who sends it or closes
 * it.
 *
 * @param parts in the order in which they are sent
 * @param throttleMillis for how long the client is left alone when it is sent
 */
public record Response(List<Part> parts, int throttleMillis) implements AutoCloseable {

  public Response {
    parts = List.copyOf(parts);
  }

  /** Lets go of the files of a response that is not sent. */
  @Override
  public void close() {
    for (Part part : parts) {
      if (part instanceof Part.File(var slice)) {
        slice.close();
      }
    }
  }
}
