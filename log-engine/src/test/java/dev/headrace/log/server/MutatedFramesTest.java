package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.headrace.log.server.SampleRequests.Sample;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.internal.PlatformDependent;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Sound requests, broken by chance. {@code -Dheadrace.frames} says how many, {@code
 * -Dheadrace.seed} repeats a run.
 */
class MutatedFramesTest {

  private static final int FRAMES = Integer.getInteger("headrace.frames", 10_000);
  private static final long SEED = Long.getLong("headrace.seed", System.nanoTime());
  private static final int CHECK_EVERY = 500;
  private static final long MOST_DIRECT_BYTES = 256L * 1024 * 1024;
  private static final int[] EVIL = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20};

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger ourLog = (Logger) LoggerFactory.getLogger(Connection.class);
  private final Logger nettyLog = (Logger) LoggerFactory.getLogger("io.netty");
  private ResourceLeakDetector.Level levelBefore;

  @TempDir Path folder;

  @BeforeEach
  void watch() {
    levelBefore = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    logged.start();
    ourLog.addAppender(logged);
    ourLog.setAdditive(false);
    nettyLog.addAppender(logged);
  }

  @AfterEach
  void unwatch() {
    ResourceLeakDetector.setLevel(levelBefore);
    ourLog.detachAppender(logged);
    ourLog.setAdditive(true);
    nettyLog.detachAppender(logged);
  }

  @Test
  void harmNobodyElseAndLeakNothing() throws Exception {
    Random random = new Random(SEED);
    try (TestNode node = TestNode.start(folder);
        RawClient other = new RawClient(node.address())) {
      node.topic("unharmed");
      var id = node.topic("orders").topicId();
      List<byte[]> frames =
          SampleRequests.all(
                  "orders", new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()))
              .stream()
              .map(MutatedFramesTest::frame)
              .toList();

      for (int i = 1; i <= FRAMES; i++) {
        throwAt(node, mutated(frames.get(random.nextInt(frames.size())), random));
        if (i % CHECK_EVERY == 0) {
          expectUnharmed(node, other, i);
        }
      }

      await().until(() -> node.listener.connections() == 1);
      assertThat(node.topics.openSlices()).as("seed %d", SEED).isZero();
      assertThat(node.listener.requestBytesAvailable()).as("seed %d", SEED).isEqualTo(16 << 20);
    }
    expectNoLeak();
  }

  private static byte[] frame(Sample sample) {
    return RawClient.frame(sample.api(), sample.version(), 1, sample.request());
  }

  private static void throwAt(TestNode node, byte[] frame) throws Exception {
    try (RawClient client = new RawClient(node.address())) {
      client.send(frame);
      client.socket().shutdownOutput();
      assertThat(client.isClosedByNode()).as("seed %d", SEED).isTrue();
    } catch (SocketException _) {
      // Closed by the node before all was sent.
    }
  }

  private void expectUnharmed(TestNode node, RawClient other, int frames) throws Exception {
    String description = "seed %d after %d frames".formatted(SEED, frames);
    other.ask(ApiKeys.PRODUCE, 9, Requests.produce("unharmed", 1, "value"));
    assertThat(node.topics.partition("unharmed", 0).endOffset())
        .as(description)
        .isEqualTo(frames / CHECK_EVERY);
    assertThat(PlatformDependent.usedDirectMemory()).as(description).isLessThan(MOST_DIRECT_BYTES);
    assertThat(logged.list)
        .as(description)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .extracting(event -> event + " " + ThrowableProxyUtil.asString(event.getThrowableProxy()))
        .isEmpty();
    logged.list.clear();
  }

  /** Netty reports what was collected unreleased when it next hands out a buffer. */
  private void expectNoLeak() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (int j = 0; j < 100; j++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
      }
    }
    assertThat(logged.list)
        .as("seed %d", SEED)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(message -> message.contains("LEAK"))
        .isEmpty();
  }

  private static byte[] mutated(byte[] sound, Random random) {
    byte[] frame = sound.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      frame = change(frame, random);
    }
    // Most keep an honest length, so that the content is looked at.
    if (random.nextInt(8) != 0 && frame.length >= Integer.BYTES) {
      ByteBuffer.wrap(frame).putInt(0, frame.length - Integer.BYTES);
    }
    return frame;
  }

  private static byte[] change(byte[] frame, Random random) {
    int at = random.nextInt(Math.max(1, frame.length));
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(frame, at);
      case 1 -> Arrays.copyOf(frame, frame.length + random.nextInt(64));
      case 2 -> {
        if (at + Integer.BYTES <= frame.length) {
          ByteBuffer.wrap(frame).putInt(at, EVIL[random.nextInt(EVIL.length)]);
        }
        yield frame;
      }
      case 3 -> {
        if (at < frame.length) {
          frame[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        yield frame;
      }
      default -> {
        if (at < frame.length) {
          frame[at] = (byte) random.nextInt();
        }
        yield frame;
      }
    };
  }
}
