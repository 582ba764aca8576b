package dev.headrace.log.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a client that has answers to take takes anything of them: it is looked at with
 * some time between, until it has taken all. However little it takes, it may go on. Costs nothing
 * while nobody is behind. Event loop of the connection only.
 */
final class SendWatch {

  private final Channel channel;
  private final long graceMillis;
  private final Runnable stuck;
  private boolean isWatching;
  private long answers;

  /**
   * @param stuck is called when it took nothing for the time of grace
   */
  SendWatch(Channel channel, long graceMillis, Runnable stuck) {
    this.channel = channel;
    this.graceMillis = graceMillis;
    this.stuck = stuck;
  }

  /**
   * What has been sent until now, as far as it can be told.
   *
   * @param answers as a whole, to the kernel
   * @param bytes of the next one
   * @param pendingBytes that the kernel does not have yet
   * @param queuedBytes of the kernel, which the other side has not acknowledged
   */
  private record Sent(long answers, long bytes, long pendingBytes, OptionalLong queuedBytes) {

    boolean isAll() {
      return pendingBytes == 0 && queuedBytes.orElse(0) == 0;
    }
  }

  /** The client has something to take. */
  void begin() {
    if (!isWatching) {
      Sent sent = sent();
      if (!sent.isAll()) {
        isWatching = true;
        lookAgainAfter(sent);
      }
    }
  }

  /** The kernel has another answer as a whole. */
  void passedOn() {
    answers++;
  }

  /** Whether it has something to take, and is looked at. */
  boolean isWatching() {
    return isWatching;
  }

  private void lookAgainAfter(Sent before) {
    channel.eventLoop().schedule(() -> lookAgain(before), graceMillis, TimeUnit.MILLISECONDS);
  }

  private void lookAgain(Sent before) {
    Sent now = sent();
    if (!channel.isOpen() || now.isAll()) {
      isWatching = false;
    } else if (now.equals(before)) {
      isWatching = false;
      stuck.run();
    } else {
      lookAgainAfter(now);
    }
  }

  private Sent sent() {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    return unsent == null
        ? new Sent(answers, 0, 0, OptionalLong.empty())
        : new Sent(
            answers,
            unsent.currentProgress(),
            unsent.totalPendingWriteBytes(),
            SendQueue.bytesIn(channel));
  }
}
