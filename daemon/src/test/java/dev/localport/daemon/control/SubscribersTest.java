package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterChange;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HealthUpdate;
import dev.localport.api.Methods;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has subscribed hears of everything, over the socket. */
@Timeout(120)
class SubscribersTest {
  private static final String SUBSCRIBE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"event.subscribe\"}";
  private static final StatusChange LOST =
      new StatusChange(
          "web", "dev", "connected", "reconnecting", null, "lost", null, ClusterSamples.NOW);
  private static final ReconnectAttempt RETRY =
      new ReconnectAttempt(
          "dev",
          "web",
          1,
          10,
          1_000,
          new Failure(FailureKind.UNREACHABLE, "lost"),
          ClusterSamples.NOW);

  @TempDir private Path folder;
  private final CompletableFuture<RpcConnection> first = new CompletableFuture<>();
  private final Subscribers subscribers = new Subscribers(() -> ClusterSamples.NOW);
  private final ManualTimers timers = new ManualTimers();
  private Journal journal;
  private RpcServer server;
  private Path socket;

  @BeforeEach
  void open() throws IOException {
    FakeClusters clusters = new FakeClusters().with(ClusterSamples.cluster("dev", 1));
    journal = Journal.open(folder.resolve("journal"), timers);
    EventFeeds feeds = new EventFeeds(journal, timers);
    journal.listen(feeds);
    SubscribeMethod subscribe = new SubscribeMethod(subscribers, feeds, clusters.answers());
    RpcMethod noted =
        (params, from) -> {
          first.complete(from);
          return subscribe.call(params, from);
        };
    socket = folder.resolve("daemon.sock");
    server =
        RpcServer.open(
            socket,
            new RpcMethods(Map.of(Methods.SUBSCRIBE, noted, "ping", (_, _) -> JsonObject.empty())),
            _ -> true,
            (method, bug) -> {
              throw new AssertionError(method, bug);
            });
  }

  @AfterEach
  void close() {
    server.close();
    journal.close();
  }

  private ApiPeer connect() throws IOException {
    return new ApiPeer(socket, UnaryOperator.identity());
  }

  private ApiPeer subscribed() throws IOException {
    ApiPeer peer = connect();
    peer.send(SUBSCRIBE);
    JsonObject cluster = peer.answer().object("result").objects("clusters").getFirst();
    assertThat(HealthUpdate.from(cluster))
        .isEqualTo(subscribers.update(ClusterSamples.cluster("dev", 1)));
    return peer;
  }

  private static JsonObject params(ApiPeer peer, String method) throws IOException {
    return peer.notification(method).object("params");
  }

  @Test
  void eachSubscriberHearsOfServicesAndClusters() throws IOException {
    try (ApiPeer one = subscribed();
        ApiPeer two = subscribed()) {
      subscribers.onChange(LOST);
      subscribers.onRetry(RETRY);
      subscribers.onHealth(ClusterSamples.cluster("dev", ClusterState.OFFLINE, 1, null));
      ServiceTrouble trouble =
          new ServiceTrouble(
              "web", null, ServiceTrouble.UNHEALTHY, "GET / returned 500", 0, Instant.EPOCH);
      subscribers.onTrouble(trouble);

      for (ApiPeer peer : new ApiPeer[] {one, two}) {
        JsonObject change = params(peer, Methods.STATUS_CHANGED);
        assertThat(StatusChange.from(change)).isEqualTo(LOST);
        assertThat(change.number("sequence")).isEqualTo(1);
        assertThat(ReconnectAttempt.from(params(peer, Methods.RECONNECT_ATTEMPT))).isEqualTo(RETRY);
        JsonObject health = params(peer, Methods.HEALTH_UPDATE);
        assertThat(HealthUpdate.from(health).health().state()).isEqualTo(ClusterState.OFFLINE);
        assertThat(health.number("sequence")).isEqualTo(4);
        assertThat(ServiceTrouble.from(params(peer, Methods.TROUBLE))).isEqualTo(trouble);
      }
    }
  }

  @Test
  void aClusterWhoseStateChangesIsToldWithoutAService() throws IOException {
    ClusterStatus away =
        ClusterStatusBuilder.builder(ClusterSamples.cluster("dev", ClusterState.OFFLINE, 2, null))
            .error(new Failure(FailureKind.UNREACHABLE, "no answer"))
            .build();
    try (ApiPeer peer = subscribed()) {
      subscribers.onHealth(ClusterSamples.cluster("dev", ClusterState.CONNECTED, 1, null));
      subscribers.onHealth(ClusterSamples.cluster("dev", ClusterState.CONNECTED, 2, null));
      subscribers.onHealth(away);

      JsonObject first = params(peer, Methods.STATUS_CHANGED);
      assertThat(first.asMap())
          .containsOnlyKeys("cluster", "previous", "current", "cause", "at", "sequence");
      assertThat(ClusterChange.from(first))
          .isEqualTo(
              new ClusterChange(
                  "dev", ClusterState.CHECKING, ClusterState.CONNECTED, null, ClusterSamples.NOW));
      assertThat(ClusterChange.from(params(peer, Methods.STATUS_CHANGED)))
          .isEqualTo(
              new ClusterChange(
                  "dev",
                  ClusterState.CONNECTED,
                  ClusterState.OFFLINE,
                  "no answer",
                  ClusterSamples.NOW));
    }
  }

  @Test
  void whoHasNotSubscribedHearsNothing() throws IOException {
    try (ApiPeer one = subscribed();
        ApiPeer other = connect()) {
      subscribers.onChange(LOST);

      assertThat(params(one, Methods.STATUS_CHANGED).text("service")).isEqualTo("web");
      other.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
      assertThat(other.next().number("id")).as("the first that comes").isEqualTo(2);
    }
  }

  @Test
  void whoSubscribesTwiceHearsOnce() throws IOException {
    try (ApiPeer peer = subscribed()) {
      peer.send(SUBSCRIBE);
      assertThat(peer.answer().number("id")).isEqualTo(1);

      subscribers.onChange(LOST);
      subscribers.onRetry(RETRY);

      assertThat(peer.next().text("method")).isEqualTo(Methods.STATUS_CHANGED);
      assertThat(peer.next().text("method")).isEqualTo(Methods.RECONNECT_ATTEMPT);
    }
  }

  @Test
  void oneThatDoesNotReadTakesNothingFromTheOthers() throws IOException {
    String cause = "x".repeat(1_000);
    StatusChange large =
        new StatusChange("web", "dev", "connected", "failed", null, cause, null, LOST.at());
    try (ApiPeer slow = subscribed();
        ApiPeer quick = subscribed()) {
      for (int sequence = 1; sequence <= 5_000; sequence++) {
        subscribers.onChange(large);

        assertThat(params(quick, Methods.STATUS_CHANGED).number("sequence")).isEqualTo(sequence);
      }

      JsonObject missed = params(slow, RpcConnection.MISSED);
      assertThat(missed.number("to")).isGreaterThan(missed.number("from"));
    }
  }

  @Test
  void whoLeavesIsForgotten() throws IOException {
    try (ApiPeer _ = subscribed()) {
      assertThat(subscribers.has(first.join())).isTrue();
    }

    Await.until("it is forgotten", () -> !subscribers.has(first.join()));
  }

  @Test
  void whoIsBoundToAServiceAndHasSubscribedHearsOfItOnce() throws IOException {
    try (ApiPeer peer = subscribed()) {
      Subscriber bound = new Subscriber(first.join(), subscribers);

      bound.onChange(LOST);
      subscribers.onChange(LOST);
      subscribers.onRetry(RETRY);

      assertThat(peer.next().text("method")).isEqualTo(Methods.STATUS_CHANGED);
      assertThat(peer.next().text("method")).isEqualTo(Methods.RECONNECT_ATTEMPT);
    }
  }
}
