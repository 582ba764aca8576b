package dev.headrace.runtime.rest;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/**
 * Lets the event loops of Vert.x sleep while nobody asks: one that has nothing planned looks every
 * second whether it has, so each gets something to do once a day.
 */
final class RestingLoops {

  private RestingLoops() {}

  static void of(Vertx vertx) {
    VertxInternal loops = (VertxInternal) vertx;
    loops.acceptorEventLoopGroup().forEach(RestingLoops::rest);
    loops.nettyEventLoopGroup().forEach(RestingLoops::rest);
  }

  private static void rest(EventExecutor loop) {
    Future<?> _ = loop.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.DAYS);
  }
}
