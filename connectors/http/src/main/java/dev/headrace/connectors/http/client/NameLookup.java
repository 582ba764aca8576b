package dev.headrace.connectors.http.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface NameLookup {

  /** As the system does it, which Java remembers for some seconds. */
  NameLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * All addresses that the host has, at least one.
   *
   * @param host a name or an address as in a URL
   * @throws UnknownHostException when it has none
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** This lookup, given up after {@code limit}: the system's cannot be interrupted. */
  default List<InetAddress> within(Duration limit, String host)
      throws IOException, InterruptedException {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("http-lookup")
        .start(
            () -> {
              try {
                answer.complete(addresses(host));
              } catch (UnknownHostException | RuntimeException failure) {
                answer.completeExceptionally(failure);
              }
            });
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new InterruptedIOException("the name " + host + " was not found in time");
    } catch (ExecutionException failure) {
      UnknownHostException unknown = new UnknownHostException(host);
      unknown.initCause(failure.getCause());
      throw unknown;
    }
  }
}
