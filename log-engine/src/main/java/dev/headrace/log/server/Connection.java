package dev.headrace.log.server;

import dev.headrace.log.protocol.ClientConnection;
import dev.headrace.log.protocol.Dispatcher;
import dev.headrace.log.protocol.Endpoint;
import dev.headrace.log.protocol.Reply;
import dev.headrace.log.protocol.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: takes its requests one after the other and sends the answers in the same order. It is
 * not read while its answers pile up, in number or in bytes, while there is no room for its next
 * request, or while it has used more than its quota; and closed when it takes none of them. Event
 * loop of the connection only, where nothing else is said.
 */
final class Connection extends ChannelInboundHandlerAdapter
    implements ClientConnection, AnswerSender.Events {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final Channel channel;
  private final InetSocketAddress remoteAddress;
  private final Endpoint endpoint;
  private final Dispatcher dispatcher;
  private final RequestBudget budget;
  private final int inFlight;
  private final FrameAssembler frames;
  private final RequestDeadline deadline;
  private final AnswerSender answers;

  private Phase phase = Phase.OPEN;
  private boolean crowded;
  private boolean paused;
  private boolean taking;

  private enum Phase {
    OPEN,
    /** No request is taken any more; the answers that are owed go out. */
    DRAINING,
    CLOSED
  }

  Connection(
      SocketChannel channel,
      Dispatcher dispatcher,
      RequestBudget budget,
      ResponseBudget responses,
      ListenerSettings settings) {
    this.channel = channel;
    this.remoteAddress = channel.remoteAddress();
    InetSocketAddress local = channel.localAddress();
    this.endpoint = new Endpoint(local.getAddress().getHostAddress(), local.getPort());
    this.dispatcher = dispatcher;
    this.budget = budget;
    this.inFlight = settings.requests().inFlight();
    this.frames = new FrameAssembler(dispatcher, budget, channel.alloc(), this::roomAgain);
    this.deadline =
        new RequestDeadline(
            channel.eventLoop(), settings.requests().grace().toMillis(), this::hangUp);
    this.answers =
        new AnswerSender(channel, responses, settings.responses().grace().toMillis(), this);
  }

  /** Any thread. */
  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  /** Any thread. */
  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Any thread. */
  @Override
  public ScheduledExecutorService eventLoop() {
    return channel.eventLoop();
  }

  /** Answers what is owed, takes nothing more, then closes. Any thread. */
  void drain() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (phase == Phase.OPEN) {
                phase = Phase.DRAINING;
                closeWhenDrained();
              }
            });
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    frames.receive((ByteBuf) message);
    takeRequests();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    channel.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    answers.watchIfBehind();
    goOn();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    phase = Phase.CLOSED;
    deadline.met();
    frames.close();
    answers.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent && answers.owed() == 0 && !answers.hasToTake()) {
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection lost client={}", remoteAddress, cause);
    } else {
      LOG.error("connection closed after an error client={}", remoteAddress, cause);
    }
    channel.close();
  }

  private void roomAgain() {
    channel
        .eventLoop()
        .execute(
            () -> {
              crowded = false;
              goOn();
            });
  }

  /** Takes requests as long as there are whole ones and room for their answers. */
  private void takeRequests() {
    if (taking) {
      return; // An answer that is there at once can lead back here.
    }
    taking = true;
    try {
      while (mayTake()) {
        switch (frames.next()) {
          case Frame.Whole(var bytes, var reservedBytes) -> {
            deadline.met();
            take(bytes, reservedBytes);
          }
          case Frame.Between _ -> {
            channel.read();
            return;
          }
          case Frame.Begun(var lengthBytes) -> {
            deadline.set(lengthBytes);
            channel.read();
            return;
          }
          case Frame.Crowded _ -> crowded = true;
          case Frame.Illegal(var reason) -> hangUp(reason);
        }
      }
      deadline.met(); // Nothing is read now, so it is not the client that keeps it waiting.
    } finally {
      taking = false;
    }
  }

  private boolean mayTake() {
    return phase == Phase.OPEN
        && !crowded
        && !paused
        && answers.owed() < inFlight
        && !answers.isBehind();
  }

  private void take(ByteBuf frame, int reservedBytes) {
    Reply<Response> reply;
    try {
      reply = dispatcher.dispatch(frame.nioBuffer(), this);
    } finally {
      frame.release();
      budget.release(reservedBytes);
    }
    switch (reply) {
      case Reply.Answer<Response>(var response, var abandoned) ->
          answers.owe(response.toCompletableFuture(), abandoned);
      case Reply.None<Response>() -> {}
      case Reply.Pause<Response>(var millis) -> throttled(millis);
      case Reply.HangUp<Response>(var reason) -> hangUp(reason);
    }
  }

  @Override
  public void goOn() {
    takeRequests();
    channel.flush();
    closeWhenDrained();
  }

  /** Takes nothing from a client that has used too much; a longer pause begins where one ends. */
  @Override
  public void throttled(int millis) {
    if (paused) {
      return;
    }
    paused = true;
    channel
        .eventLoop()
        .schedule(
            () -> {
              paused = false;
              goOn();
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void broken(String reason) {
    hangUp(reason);
  }

  private void closeWhenDrained() {
    if (phase == Phase.DRAINING && answers.owed() == 0) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void hangUp(String reason) {
    LOG.warn("connection closed client={} reason={}", remoteAddress, reason);
    phase = Phase.CLOSED;
    answers.close();
    channel.close();
  }
}
