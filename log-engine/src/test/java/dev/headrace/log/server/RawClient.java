package dev.headrace.log.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;

/** Speaks the protocol frame by frame, and whatever else a socket can carry. */
public final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private static final int ANY_PORT = 0;

  private final Socket socket;
  private final DataInputStream in;

  public RawClient(InetSocketAddress address) throws IOException {
    this(new Socket(address.getAddress(), address.getPort()));
  }

  /** One that has another address than most. */
  static RawClient from(String local, InetSocketAddress address) throws IOException {
    return new RawClient(
        new Socket(
            address.getAddress(), address.getPort(), InetAddress.getByName(local), ANY_PORT));
  }

  /** One whose kernel takes little before somebody reads. */
  static RawClient withReceiveBuffer(int bytes, InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(bytes);
    socket.connect(address);
    return new RawClient(socket);
  }

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /** An answer: its correlation id, and the message read as the version that was asked for. */
  record Answer(int correlationId, ApiMessage message) {}

  /** A request's whole frame. */
  static byte[] frame(ApiKeys api, short version, int correlationId, ApiMessage request) {
    short headerVersion = api.requestHeaderVersion(version);
    ByteBuffer header =
        MessageUtil.toByteBufferAccessor(
                new RequestHeaderData()
                    .setRequestApiKey(api.id)
                    .setRequestApiVersion(version)
                    .setCorrelationId(correlationId)
                    .setClientId("raw"),
                headerVersion)
            .buffer();
    ByteBuffer body = MessageUtil.toByteBufferAccessor(request, version).buffer();
    int length = header.remaining() + body.remaining();
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
    return frame.put(header).put(body).array();
  }

  void send(ApiKeys api, int version, int correlationId, ApiMessage request) throws IOException {
    send(frame(api, (short) version, correlationId, request));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  Answer receive(ApiKeys api, int version) throws IOException {
    ByteBufferAccessor bytes = new ByteBufferAccessor(receiveFrame());
    short headerVersion = api.responseHeaderVersion((short) version);
    ResponseHeaderData header = new ResponseHeaderData(bytes, headerVersion);
    ApiMessage message = api.messageType.newResponse();
    message.read(bytes, (short) version);
    if (bytes.remaining() != 0) {
      throw new IOException(bytes.remaining() + " bytes behind the answer of " + api);
    }
    return new Answer(header.correlationId(), message);
  }

  /** Sends one request and returns the message of its answer. */
  public ApiMessage ask(ApiKeys api, int version, ApiMessage request) throws IOException {
    send(api, version, 7, request);
    Answer answer = receive(api, version);
    if (answer.correlationId() != 7) {
      throw new IOException("an answer to something else: " + answer);
    }
    return answer.message();
  }

  ByteBuffer receiveFrame() throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return ByteBuffer.wrap(frame);
  }

  /** Waits until the node closes the connection, skipping what it sends before. */
  boolean isClosedByNode() throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (EOFException | SocketException _) {
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
