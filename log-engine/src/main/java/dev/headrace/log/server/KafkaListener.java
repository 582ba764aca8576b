package dev.headrace.log.server;

import dev.headrace.log.protocol.Dispatcher;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Serves Kafka clients on one address. Open on return of {@link #open}; used once. Thread-safe. */
public final class KafkaListener implements AutoCloseable {

  private static final WriteBufferWaterMark UNSENT_BYTES =
      new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

  private final Dispatcher dispatcher;
  private final ListenerSettings settings;
  private final RequestBudget budget;
  private final ResponseBudget responses;
  private final Admission admission;
  private final EventLoopGroup eventLoops;
  private final Map<Channel, Connection> connections = new ConcurrentHashMap<>();
  private Channel server;

  private KafkaListener(Dispatcher dispatcher, ListenerSettings settings, Transport transport) {
    this.dispatcher = dispatcher;
    this.settings = settings;
    this.budget = new RequestBudget(settings.requests().totalBytes());
    this.responses = new ResponseBudget(settings.responses().totalBytes());
    this.admission = new Admission(settings.connections());
    this.eventLoops =
        new MultiThreadIoEventLoopGroup(
            settings.ioThreads(),
            new DefaultThreadFactory("kafka-listener"),
            transport.ioHandler());
    eventLoops.forEach(KafkaListener::rest);
  }

  /** A loop that has nothing planned looks every second whether it has: this one knows. */
  private static void rest(EventExecutor loop) {
    Future<?> _ = loop.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.DAYS);
  }

  /**
   * Listens from now on.
   *
   * @param address port 0 takes a free one
   * @throws IOException when the address cannot be had
   */
  public static KafkaListener open(
      InetSocketAddress address, Dispatcher dispatcher, ListenerSettings settings)
      throws IOException {
    Transport transport = Transport.best();
    KafkaListener listener = new KafkaListener(dispatcher, settings, transport);
    ChannelFuture bound = listener.bootstrap(transport).bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      listener.stopThreads();
      throw new IOException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    listener.server = bound.channel();
    return listener;
  }

  /** The address taken. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /** What requests on their way in leave of {@link ListenerSettings.Requests#totalBytes}. */
  long requestBytesAvailable() {
    return budget.availableBytes();
  }

  /** What answers that wait to be sent take of {@link ListenerSettings.Responses#totalBytes}. */
  long responseBytesHeld() {
    return responses.heldBytes();
  }

  int connections() {
    return admission.connections();
  }

  private ServerBootstrap bootstrap(Transport transport) {
    return new ServerBootstrap()
        .group(eventLoops)
        .channel(transport.serverChannel())
        .option(ChannelOption.SO_BACKLOG, 1024)
        .option(ChannelOption.SO_REUSEADDR, true)
        .handler(new AcceptPause())
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
        .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, ResponseSize.INSTANCE)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                accept(channel);
              }
            });
  }

  private void accept(SocketChannel channel) {
    InetAddress address = channel.remoteAddress().getAddress();
    if (!admission.tryEnter(address)) {
      channel.close();
      return;
    }
    Connection connection = new Connection(channel, dispatcher, budget, responses, settings);
    connections.put(channel, connection);
    channel
        .closeFuture()
        .addListener(
            _ -> {
              connections.remove(channel);
              admission.leave(address);
            });
    long idleMillis = settings.connections().idle().toMillis();
    channel
        .pipeline()
        .addLast(new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS))
        .addLast(connection);
  }

  /**
   * Accepts no client and takes no request any more, answers what is on its way, at once where it
   * only waits, and closes. Takes little longer than {@link ListenerSettings#drain}.
   */
  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    connections.values().forEach(Connection::drain);
    dispatcher.close();
    awaitDrained();
    stopThreads();
  }

  private void awaitDrained() {
    long deadlineNanos = System.nanoTime() + settings.drain().toNanos();
    for (Channel channel : connections.keySet()) {
      long leftNanos = deadlineNanos - System.nanoTime();
      channel.closeFuture().awaitUninterruptibly(leftNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Closes the connections that are left, too. */
  private void stopThreads() {
    eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
