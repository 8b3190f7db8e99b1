package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Caller;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.api.Waiting;
import dev.localport.daemon.services.LoadException;
import dev.localport.daemon.services.SimulatorFixture;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcMethod;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code start}, {@code restart} and {@code reconnect} while the cluster is offline. */
class WaitThroughOutagesTest {
  private static final String OWN =
      "    reconnect: {initial_delay: 60s, max_delay: 60s, jitter: 0, max_attempts: 0}\n";

  @TempDir private Path folder;
  private SimulatorFixture fixture;

  @BeforeEach
  void open() throws GeneralSecurityException, IOException {
    fixture = SimulatorFixture.watched(folder);
  }

  @AfterEach
  void close() throws IOException, InterruptedException, LoadException {
    fixture.close();
  }

  private RpcMethod method(String name) {
    return switch (name) {
      case Methods.START ->
          new StartMethod(fixture.daemon.forwards, new Subscribers(Clock.systemUTC()))::start;
      case Methods.RESTART ->
          new AgainMethod(fixture.daemon.forwards, fixture.daemon.forwards::restart);
      default -> new AgainMethod(fixture.daemon.forwards, fixture.daemon.forwards::reconnect);
    };
  }

  private String state(String method, boolean throughOutages) throws InterruptedException {
    Selection web = new Selection(List.of("web"), List.of(), false, null);
    Waiting waiting = new Waiting(Await.LIMIT, throughOutages);
    JsonObject params =
        JsonObject.builder()
            .putAll(StartRequest.of(web, new Caller(null)).toJson())
            .putAll(waiting.toJson())
            .build();
    return ServicesReply.from(method(method).call(params, new DeafCaller())).services().stream()
        .map(ServiceStatus::state)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {Methods.START, Methods.RESTART, Methods.RECONNECT})
  void anAnswerWaitsForTheClusterOnlyWhereItIsAskedTo(String method)
      throws IOException, InterruptedException, LoadException {
    fixture.connect("deployment/moods", "echo", OWN);
    fixture.cluster.control("away");
    fixture.await(
        "suspended: cluster_offline",
        web -> {
          fixture.daemon.suspectClusters(); // the next probe may be half a minute away
          return "cluster_offline".equals(web.reason());
        });
    FutureTask<String> waits = new FutureTask<>(() -> state(method, true));
    Thread.ofVirtual().start(waits);

    assertThat(state(method, false)).isEqualTo("suspended");
    assertThat(waits.isDone()).isFalse();

    fixture.cluster.control("back");
    Await.until("end of the wait", waits::isDone);
    assertThat(waits.resultNow()).isEqualTo("connected");
  }
}
