package dev.headrace.log.queue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between Kafka clients and a node of this machine that can be told to fail. Where the
 * node tells clients its address, the proxy's takes the place, so that they come back this way.
 * Thread-safe.
 */
final class BreakingProxy implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int CHUNK_BYTES = 8 * 1024;

  /** Which way bytes go. */
  enum Direction {
    REQUESTS,
    ANSWERS
  }

  private final ServerSocket server;
  private final int nodePort;
  private final byte[] nodeAddress;
  private final byte[] ownAddress;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Direction> held = EnumSet.noneOf(Direction.class);
  private boolean isClosed;

  private BreakingProxy(ServerSocket server, int nodePort) {
    this.server = server;
    this.nodePort = nodePort;
    this.nodeAddress = inAnswers(nodePort);
    this.ownAddress = inAnswers(server.getLocalPort());
  }

  /** A host as the protocol has it, and the port behind it. */
  private static byte[] inAnswers(int port) {
    byte[] host = HOST.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(host.length + Integer.BYTES).put(host).putInt(port).array();
  }

  static BreakingProxy to(int nodePort) throws IOException {
    ServerSocket server = new ServerSocket(0, 64, InetAddress.ofLiteral(HOST));
    BreakingProxy proxy = new BreakingProxy(server, nodePort);
    Thread.ofVirtual().name("proxy").start(proxy::accept);
    return proxy;
  }

  String address() {
    return HOST + ":" + server.getLocalPort();
  }

  /** Nothing goes this way until it is released; what comes in waits. */
  void hold(Set<Direction> directions) {
    lock.lock();
    try {
      held.addAll(directions);
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      held.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Resets all connections; what waits on them is lost. */
  void cut() {
    links.forEach(Link::cut);
  }

  /** Ends one way of every connection, and leaves the other open. */
  void halfClose(Direction direction) {
    links.forEach(link -> link.halfClose(direction));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connect(client);
      } catch (IOException _) {
        // It is closed, and the loop ends, or the client is gone already.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket node = new Socket(InetAddress.ofLiteral(HOST), nodePort);
      client.setTcpNoDelay(true);
      node.setTcpNoDelay(true);
      Link link = new Link(client, node);
      links.add(link);
      link.start();
    } catch (IOException _) {
      client.close();
    }
  }

  /** Whether bytes may go on; waits while they are held. */
  private boolean awaitPassage(Direction direction) throws InterruptedException {
    lock.lock();
    try {
      while (held.contains(direction) && !isClosed) {
        changed.await();
      }
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    cut();
  }

  /** A connection of a client and the one to the node that belongs to it. */
  private final class Link {

    private final Socket client;
    private final Socket node;

    Link(Socket client, Socket node) {
      this.client = client;
      this.node = node;
    }

    void start() {
      Thread.ofVirtual().name("proxy-requests").start(() -> run(this::forwardRequests));
      Thread.ofVirtual().name("proxy-answers").start(() -> run(this::forwardAnswers));
    }

    /** Something that moves bytes until one side is gone. */
    private interface Forwarding {
      void run() throws IOException, InterruptedException;
    }

    private void run(Forwarding forwarding) {
      try {
        forwarding.run();
      } catch (IOException | InterruptedException _) {
        // As when a network fails: both sides are told below.
      } finally {
        cut();
      }
    }

    private void forwardRequests() throws IOException, InterruptedException {
      InputStream from = client.getInputStream();
      OutputStream to = node.getOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      int length = from.read(chunk);
      while (length >= 0 && awaitPassage(Direction.REQUESTS)) {
        to.write(chunk, 0, length);
        length = from.read(chunk);
      }
    }

    private void forwardAnswers() throws IOException, InterruptedException {
      DataInputStream from = new DataInputStream(node.getInputStream());
      DataOutputStream to = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte[] answer = new byte[from.readInt()];
        from.readFully(answer);
        if (!awaitPassage(Direction.ANSWERS)) {
          return;
        }
        replaceAddress(answer);
        to.write(ByteBuffer.allocate(Integer.BYTES).putInt(answer.length).array());
        to.write(answer);
        to.flush();
      }
    }

    private void replaceAddress(byte[] answer) {
      for (int at = 0; at + nodeAddress.length <= answer.length; at++) {
        if (isNodeAddress(answer, at)) {
          System.arraycopy(ownAddress, 0, answer, at, ownAddress.length);
        }
      }
    }

    private boolean isNodeAddress(byte[] answer, int at) {
      for (int i = 0; i < nodeAddress.length; i++) {
        if (answer[at + i] != nodeAddress[i]) {
          return false;
        }
      }
      return true;
    }

    void halfClose(Direction direction) {
      try {
        switch (direction) {
          case REQUESTS -> node.shutdownOutput();
          case ANSWERS -> client.shutdownOutput();
        }
      } catch (IOException _) {
        cut();
      }
    }

    void cut() {
      links.remove(this);
      reset(client);
      reset(node);
    }

    private static void reset(Socket socket) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (IOException _) {
        // It is closed already.
      }
    }
  }
}
