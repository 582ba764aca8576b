package dev.headrace.log.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts nobody for a second after a connection could not be accepted, as when this process has
 * too many files open: trying again at once would take a whole processor. Those who knock wait in
 * the kernel's queue meanwhile. Event loop of the listening socket only.
 */
final class AcceptPause extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptPause.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(60);

  private boolean isPaused;
  private long toldNanos = System.nanoTime() - TELL_NANOS;

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (isPaused) {
      return;
    }
    isPaused = true;
    tell(cause);
    Channel listening = context.channel();
    listening.config().setAutoRead(false);
    listening
        .eventLoop()
        .schedule(
            () -> {
              isPaused = false;
              listening.config().setAutoRead(true);
            },
            PAUSE_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void tell(Throwable cause) {
    long nowNanos = System.nanoTime();
    if (nowNanos - toldNanos >= TELL_NANOS) {
      toldNanos = nowNanos;
      LOG.error(
          "no connection can be accepted for now ({}); it is tried every second. When too many"
              + " files are open, raise the limit (ulimit -n) or lower max.connections",
          cause.getMessage());
    }
  }
}
