package dev.headrace.log.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a client that has answers to take takes anything of them: it is looked at twice
 * with some time between. Costs nothing while nobody is behind. Event loop of the connection only.
 */
final class SendWatch {

  private final Channel channel;
  private final long graceMillis;
  private final BooleanSupplier isBehind;
  private final Runnable stuck;
  private boolean isWatching;

  /**
   * @param isBehind whether the client should take something
   * @param stuck is called when it took nothing for the time of grace
   */
  SendWatch(Channel channel, long graceMillis, BooleanSupplier isBehind, Runnable stuck) {
    this.channel = channel;
    this.graceMillis = graceMillis;
    this.isBehind = isBehind;
    this.stuck = stuck;
  }

  /** What has been sent until now, as far as it can be told. */
  private record Sent(@Nullable Object of, long bytes, long pendingBytes) {}

  /** The client may be behind. */
  void begin() {
    if (!isWatching && isBehind.getAsBoolean()) {
      isWatching = true;
      look(sent());
    }
  }

  private void look(Sent before) {
    channel.eventLoop().schedule(() -> lookAgain(before), graceMillis, TimeUnit.MILLISECONDS);
  }

  private void lookAgain(Sent before) {
    Sent now = sent();
    if (!channel.isOpen() || !isBehind.getAsBoolean()) {
      isWatching = false;
    } else if (now.equals(before)) {
      isWatching = false;
      stuck.run();
    } else {
      look(now);
    }
  }

  private Sent sent() {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    return unsent == null
        ? new Sent(null, 0, 0)
        : new Sent(unsent.current(), unsent.currentProgress(), unsent.totalPendingWriteBytes());
  }
}
