package dev.headrace.log.server;

import dev.headrace.log.protocol.ClientConnection;
import dev.headrace.log.protocol.Dispatcher;
import dev.headrace.log.protocol.Endpoint;
import dev.headrace.log.protocol.Part;
import dev.headrace.log.protocol.Reply;
import dev.headrace.log.protocol.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: takes its requests one after the other and sends the answers in the same order. It is
 * not read while its answers pile up, in number or in bytes, while there is no room for its next
 * request, or while it has used more than its quota; and closed when it takes none of them. Event
 * loop of the connection only, where nothing else is said.
 */
final class Connection extends ChannelInboundHandlerAdapter implements ClientConnection {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** What a client must manage, or its request is too slow. */
  private static final int BYTES_PER_SECOND = 100 * 1024;

  private final Channel channel;
  private final InetSocketAddress remoteAddress;
  private final Endpoint endpoint;
  private final Dispatcher dispatcher;
  private final RequestBudget budget;
  private final ResponseBudget responses;
  private final ListenerSettings settings;
  private final FrameAssembler frames;
  private final Answers answers = new Answers();
  private final SendWatch sending;

  private Phase phase = Phase.OPEN;
  private boolean crowded;
  private boolean paused;
  private boolean taking;
  private @Nullable Future<?> deadline;
  private int deadlineBytes;

  /** In memory, of answers that were not sent yet. */
  private long heldBytes;

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
    this.responses = responses;
    this.settings = settings;
    this.frames = new FrameAssembler(dispatcher, budget, channel.alloc(), this::roomAgain);
    long graceMillis = settings.responses().grace().toMillis();
    this.sending =
        new SendWatch(
            channel,
            graceMillis,
            () -> hangUp("nothing was taken of the answers for " + graceMillis + " ms"));
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
    watchIfBehind();
    takeRequests();
    channel.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    phase = Phase.CLOSED;
    metDeadline();
    frames.close();
    answers.abandon();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof IdleStateEvent) || answers.size() > 0) {
      return;
    }
    sending.begin();
    if (!sending.isWatching()) {
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
              takeRequests();
              channel.flush();
            });
  }

  /** Takes requests as long as there are whole ones and room for their answers. */
  private void takeRequests() {
    if (taking) {
      return; // An answer that is there at once leads back here.
    }
    taking = true;
    try {
      while (mayTake()) {
        switch (frames.next()) {
          case Frame.Whole(var bytes, var reservedBytes) -> {
            metDeadline();
            take(bytes, reservedBytes);
          }
          case Frame.Between _ -> {
            channel.read();
            return;
          }
          case Frame.Begun(var lengthBytes) -> {
            setDeadline(lengthBytes);
            channel.read();
            return;
          }
          case Frame.Crowded _ -> crowded = true;
          case Frame.Illegal(var reason) -> hangUp(reason);
        }
      }
      metDeadline(); // Nothing is read now, so it is not the client that keeps it waiting.
    } finally {
      taking = false;
    }
  }

  private boolean mayTake() {
    return phase == Phase.OPEN
        && !crowded
        && !paused
        && answers.size() < settings.requests().inFlight()
        && !isBehind();
  }

  /** Whether the client has to take answers before it gets more. */
  private boolean isBehind() {
    return !channel.isWritable() || (heldBytes > 0 && responses.isExceeded());
  }

  private void watchIfBehind() {
    if (isBehind()) {
      sending.begin();
    }
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
          owe(response.toCompletableFuture(), abandoned);
      case Reply.None<Response>() -> {}
      case Reply.Pause<Response>(var millis) -> pause(millis);
      case Reply.HangUp<Response>(var reason) -> hangUp(reason);
    }
  }

  private void owe(CompletableFuture<Response> response, Runnable abandoned) {
    Answers.Owed owed = answers.owe(abandoned);
    if (response.isDone() && !response.isCompletedExceptionally()) {
      answered(owed, response.join());
      return;
    }
    response.whenComplete((ready, failure) -> onEventLoop(owed, ready, failure));
  }

  /** Any thread; exactly one of response and failure is there. */
  private void onEventLoop(
      Answers.Owed owed, @Nullable Response response, @Nullable Throwable failure) {
    try {
      channel
          .eventLoop()
          .execute(
              () -> {
                if (response == null) {
                  LOG.error("request failed client={}", remoteAddress, failure);
                  channel.close();
                  return;
                }
                answered(owed, response);
                takeRequests();
                channel.flush();
              });
    } catch (RejectedExecutionException _) {
      // The listener has stopped meanwhile.
      if (response != null) {
        response.close();
      }
    }
  }

  private void answered(Answers.Owed owed, Response response) {
    if (phase == Phase.CLOSED) {
      response.close();
      return;
    }
    answers.ready(owed, response);
    Optional<Response> next = answers.poll();
    while (next.isPresent()) {
      write(next.get());
      next = answers.poll();
    }
    closeWhenDrained();
  }

  private void write(Response response) {
    long bytes = bytesInMemory(response);
    if (responses.hasNoRoomFor(bytes)) {
      response.close();
      hangUp("there is no room for its answer: too many clients do not take theirs");
      return;
    }
    hold(bytes);
    int left = response.parts().size();
    for (Part part : response.parts()) {
      left--;
      boolean isLast = left == 0;
      switch (part) {
        case Part.Bytes(var buffer) ->
            channel.write(
                Unpooled.wrappedBuffer(buffer), isLast ? sent(bytes) : channel.voidPromise());
        case Part.File(var slice) -> {
          SliceRegion region = new SliceRegion(slice);
          channel.write(region, region.watchedBy(isLast ? sent(bytes) : channel.newPromise()));
        }
      }
    }
    watchIfBehind();
    if (response.throttleMillis() > 0) {
      pause(response.throttleMillis());
    }
  }

  private static long bytesInMemory(Response response) {
    long bytes = 0;
    for (Part part : response.parts()) {
      if (part instanceof Part.Bytes(var buffer)) {
        bytes += buffer.remaining();
      }
    }
    return bytes;
  }

  private void hold(long bytes) {
    heldBytes += bytes;
    responses.hold(bytes);
  }

  /** The end of an answer, also when it came to nothing. */
  private ChannelPromise sent(long bytes) {
    ChannelPromise promise = channel.newPromise();
    promise.addListener(
        future -> {
          boolean wasBehind = isBehind();
          heldBytes -= bytes;
          responses.release(bytes);
          if (!future.isSuccess()) {
            channel.close();
            return;
          }
          sending.passedOn();
          if (wasBehind && !isBehind()) {
            channel.eventLoop().execute(this::goOn);
          }
        });
    return promise;
  }

  private void goOn() {
    takeRequests();
    channel.flush();
  }

  /** Takes nothing from a client that has used too much; a longer pause begins where one ends. */
  private void pause(int millis) {
    if (paused) {
      return;
    }
    paused = true;
    channel
        .eventLoop()
        .schedule(
            () -> {
              paused = false;
              takeRequests();
              channel.flush();
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void closeWhenDrained() {
    if (phase == Phase.DRAINING && answers.size() == 0) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void hangUp(String reason) {
    LOG.warn("connection closed client={} reason={}", remoteAddress, reason);
    phase = Phase.CLOSED;
    channel.close();
  }

  private void setDeadline(int lengthBytes) {
    if (deadline == null || lengthBytes > deadlineBytes) {
      metDeadline();
      deadlineBytes = lengthBytes;
      long millis =
          settings.requests().grace().toMillis()
              + TimeUnit.SECONDS.toMillis(lengthBytes / BYTES_PER_SECOND);
      deadline =
          channel
              .eventLoop()
              .schedule(
                  () -> hangUp("a request did not arrive within " + millis + " ms"),
                  millis,
                  TimeUnit.MILLISECONDS);
    }
  }

  private void metDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
