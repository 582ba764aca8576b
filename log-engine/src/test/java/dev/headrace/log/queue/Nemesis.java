package dev.headrace.log.queue;

import dev.headrace.log.NodeProcess;
import dev.headrace.log.queue.BreakingProxy.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does harm to a node and the network in front of it, and makes it good again. One thread. */
final class Nemesis {

  private static final int LONGEST_MILLIS = 1_500;

  private final NodeProcess node;
  private final BreakingProxy proxy;
  private final Random random;
  private final List<Fault> next = new ArrayList<>();

  /** Never opened: what waits for it waits for its time. */
  private final CountDownLatch never = new CountDownLatch(1);

  /** What can happen. */
  enum Fault {
    KILL,
    KILL_WHILE_ANSWERS_ARE_HELD,
    FREEZE,
    FREEZE_AND_CUT,
    CUT,
    DELAY,
    LOSE_REQUESTS,
    LOSE_ANSWERS,
    HALF_CLOSE_REQUESTS,
    HALF_CLOSE_ANSWERS
  }

  Nemesis(NodeProcess node, BreakingProxy proxy, Random random) {
    this.node = node;
    this.proxy = proxy;
    this.random = random;
  }

  /** Each fault as often as any other, in another order each time. */
  Fault choose() {
    if (next.isEmpty()) {
      next.addAll(List.of(Fault.values()));
      Collections.shuffle(next, random);
    }
    return next.removeLast();
  }

  /** Returns when the node and the network are well again. */
  void strike(Fault fault) throws Exception {
    switch (fault) {
      case KILL -> restart();
      case KILL_WHILE_ANSWERS_ARE_HELD -> {
        proxy.hold(EnumSet.of(Direction.ANSWERS));
        pass();
        restart();
        proxy.release();
      }
      case FREEZE -> {
        node.freeze();
        pass();
        node.thaw();
      }
      case FREEZE_AND_CUT -> {
        node.freeze();
        pass();
        proxy.cut();
        pass();
        node.thaw();
      }
      case CUT -> proxy.cut();
      case DELAY -> {
        proxy.hold(EnumSet.allOf(Direction.class));
        pass();
        proxy.release();
      }
      case LOSE_REQUESTS -> lose(Direction.REQUESTS);
      case LOSE_ANSWERS -> lose(Direction.ANSWERS);
      case HALF_CLOSE_REQUESTS -> proxy.halfClose(Direction.REQUESTS);
      case HALF_CLOSE_ANSWERS -> proxy.halfClose(Direction.ANSWERS);
    }
  }

  private void restart() throws Exception {
    node.kill();
    node.restart();
  }

  private void lose(Direction direction) throws InterruptedException {
    proxy.hold(EnumSet.of(direction));
    pass();
    proxy.cut();
    proxy.release();
  }

  private void pass() throws InterruptedException {
    boolean isOpen = never.await(1L + random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
    assert !isOpen;
  }
}
