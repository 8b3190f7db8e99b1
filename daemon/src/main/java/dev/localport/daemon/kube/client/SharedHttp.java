package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP clients of all contexts, which share one event loop. Thread-safe. */
public final class SharedHttp implements HttpClients, AutoCloseable {
  private final Vertx vertx;
  private final AnswerRoom room = new AnswerRoom();

  /** Starts the event loop. */
  public SharedHttp() {
    // one loop for all contexts: the client's default is two a core for each
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true)
                .setBlockedThreadCheckInterval(1) // nothing of ours runs on its threads
                .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
  }

  @Override
  public HttpClient.Factory over(@Nullable SslContext tls) {
    return new FewConnections(vertx, tls, FewConnections.FEW);
  }

  @Override
  public HttpClient.Factory calls(@Nullable SslContext tls) {
    return new GuardedConnections(over(tls), room);
  }

  @Override
  public HttpClient.Factory watches(@Nullable SslContext tls) {
    return new GuardedConnections(new FewConnections(vertx, tls, FewConnections.MANY), room);
  }

  /** Ends the event loop, and all clients with it. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
