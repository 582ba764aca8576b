package dev.headrace.log.server;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel holds of a connection's output: sent and not acknowledged, or not sent yet. It
 * takes megabytes before it wants more, so with a slow client the channel itself shows nothing for
 * minutes that the kernel sees all the time.
 */
final class SendQueue {

  private static final Logger LOG = LoggerFactory.getLogger(SendQueue.class);

  /** Linux, on all processors that Netty's native transport is there for. */
  private static final long SIOCOUTQ = 0x5411;

  private static final Optional<MethodHandle> IOCTL = ioctl();

  private SendQueue() {}

  /** Empty where the system does not tell. Event loop of the channel only. */
  static OptionalLong bytesIn(Channel channel) {
    if (IOCTL.isEmpty() || !(channel instanceof UnixChannel socket) || !channel.isOpen()) {
      return OptionalLong.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(ValueLayout.JAVA_INT);
      int outcome = (int) IOCTL.get().invokeExact(socket.fd().intValue(), SIOCOUTQ, bytes);
      return outcome < 0
          ? OptionalLong.empty()
          : OptionalLong.of(bytes.get(ValueLayout.JAVA_INT, 0));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("restricted") // A function of the C library is called.
  private static Optional<MethodHandle> ioctl() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle ioctl =
          linker.downcallHandle(
              linker.defaultLookup().find("ioctl").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      return Optional.of(ioctl);
    } catch (RuntimeException e) {
      LOG.debug("the kernel is not asked what clients have taken", e);
      return Optional.empty();
    }
  }
}
