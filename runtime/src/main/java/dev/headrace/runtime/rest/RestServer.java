package dev.headrace.runtime.rest;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.backup.Backups;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.schema.TopicSchemas;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka Connect's REST interface on one event loop; what may block runs on a few worker threads.
 * Started once, closed once.
 */
public final class RestServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

  private static final int WORKER_THREADS = 4;
  private static final int IDLE_SECONDS = 120;
  private static final long CLOSE_SECONDS = 5;

  /** How often Vert.x looks whether something holds its event loop, which costs while idle. */
  private static final long CHECK_SECONDS = 30;

  private final Vertx vertx;
  private final InetSocketAddress address;

  private RestServer(Vertx vertx, InetSocketAddress address) {
    this.vertx = vertx;
    this.address = address;
  }

  /**
   * Starts to answer.
   *
   * @param listen port 0 takes a free one
   * @param clusterId what the log goes by
   * @param troubles what is wrong with the log at the time of asking
   * @throws IOException when the address cannot be had; nothing is left open then
   */
  public static RestServer start(
      InetSocketAddress listen,
      String clusterId,
      Connectors connectors,
      PluginCatalogue plugins,
      TopicSchemas schemas,
      Backups backups,
      Supplier<List<Reason>> troubles)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKER_THREADS)
                .setInternalBlockingPoolSize(1)
                .setBlockedThreadCheckInterval(CHECK_SECONDS)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setPreferNativeTransport(false));
    RestingLoops.of(vertx);
    try {
      Gate gate = new Gate(listen.getHostString());
      HttpServer server =
          vertx.createHttpServer(
              // HTTP/1.1 alone, as Connect's: an upgraded request carries no Host for the gate.
              new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(false));
      RequestRouter router = new RequestRouter(vertx, gate);
      server.requestHandler(router.handler());
      int port =
          await(server.listen(listen.getPort(), listen.getHostString()).toCompletionStage())
              .actualPort();
      InetSocketAddress address = new InetSocketAddress(listen.getAddress(), port);
      String workerId = listen.getHostString() + ":" + port;
      NodeResource node = new NodeResource(clusterId, troubles);
      router.serve(routes(node, connectors, plugins, schemas, backups, workerId));
      return new RestServer(vertx, address);
    } catch (IOException | RuntimeException failed) {
      vertx.close();
      throw failed;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Stops listening and answers what is under way, within a few seconds. */
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException late) {
      LOG.warn("rest.close: not closed within {} s", CLOSE_SECONDS, late);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Route> routes(
      NodeResource node,
      Connectors connectors,
      PluginCatalogue plugins,
      TopicSchemas schemas,
      Backups backups,
      String workerId) {
    SecretMask secrets = new SecretMask(plugins);
    return Stream.of(
            node.routes(),
            new ConnectorsResource(connectors, secrets, workerId).routes(),
            new ConnectorChangesResource(connectors, secrets).routes(),
            new LifecycleResource(connectors, workerId).routes(),
            new PluginsResource(plugins, connectors).routes(),
            new TopicSchemasResource(schemas).routes(),
            new BackupResource(backups).routes())
        .flatMap(Function.identity())
        .toList();
  }

  private static <T> T await(java.util.concurrent.CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("the REST server cannot listen: " + failed.getCause(), failed);
    }
  }
}
