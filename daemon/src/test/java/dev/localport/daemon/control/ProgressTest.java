package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Caller;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.StartRequest;
import dev.localport.api.Waiting;
import dev.localport.daemon.services.LoadException;
import dev.localport.daemon.services.SimulatorFixture;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller hears of a start before its answer. */
class ProgressTest {
  @TempDir private Path folder;
  private SimulatorFixture fixture;

  @BeforeEach
  void open() throws GeneralSecurityException, IOException {
    fixture = SimulatorFixture.watched(folder);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  /** Remembers what it hears. */
  private static final class Listening implements RpcConnection {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void notify(String method, JsonObject params) {
      if (method.equals(Methods.STATUS_CHANGED)) {
        return; // what callers hear as well whose services are bound to them
      }
      JsonObject service = params.findObject("service");
      assertThat(method).isEqualTo(Methods.PROGRESS);
      heard.add(
          service == null
              ? "means " + params.texts("names")
              : service.text("name") + " is " + service.text("state"));
    }

    @Override
    public boolean deliver(String method, JsonObject params) {
      throw new AssertionError("progress waits for no slow caller");
    }

    @Override
    public void afterAnswer(Runnable task) {
      task.run();
    }

    @Override
    public void onClose(Runnable task) {
      // it does not end
    }

    @Override
    public void keepOpen() {
      // it stays open
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  private static StartRequest both() {
    Selection both = new Selection(List.of("web", "slow"), List.of(), false, null);
    return StartRequest.of(both, new Caller(null));
  }

  private JsonObject start(RpcConnection caller, boolean reports) throws InterruptedException {
    return start(both(), caller, reports);
  }

  private JsonObject start(StartRequest request, RpcConnection caller, boolean reports)
      throws InterruptedException {
    JsonObject params =
        JsonObject.builder()
            .putAll(request.toJson())
            .putAll(new Waiting(Await.LIMIT, false).toJson())
            .put("progress", reports)
            .build();
    return new StartMethod(fixture.daemon.forwards, new Subscribers(Clock.systemUTC()))
        .start(params, caller);
  }

  private void load() throws IOException, InterruptedException, LoadException {
    fixture.load(
        SimulatorFixture.service("web", "deployment/web", "http", "")
            + SimulatorFixture.service("slow", "deployment/moods", "echo", ""));
  }

  @Test
  void aServiceIsReportedWhileAnotherOneIsStillWaitedFor()
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.cluster.awaitPod("app=moods");
    fixture.cluster.control("ready?namespace=demo&name=%s&on=false".formatted(pod));
    load();
    Listening caller = new Listening();
    FutureTask<JsonObject> started = new FutureTask<>(() -> start(caller, true));
    Thread _ = Thread.ofVirtual().start(started);

    Await.until("what is meant, and one service", () -> caller.heard.size() == 2);
    assertThat(caller.heard).containsExactly("means [web, slow]", "web is connected");
    assertThat(started.isDone()).isFalse();

    fixture.cluster.control("ready?namespace=demo&name=%s&on=true".formatted(pod));
    Await.until("the answer", started::isDone);
    assertThat(caller.heard).endsWith("slow is connected").hasSize(3);
  }

  @Test
  void servicesThatAreBoundToTheirCallerAreReportedAsWell()
      throws IOException, InterruptedException, LoadException {
    load();
    Listening caller = new Listening();

    JsonObject answer = start(both().untilItEnds(), caller, true);

    assertThat(answer.objects("services")).hasSize(2);
    assertThat(caller.heard)
        .startsWith("means [web, slow]")
        .contains("web is connected", "slow is connected");
  }

  @Test
  void whoDoesNotAskForItHearsNothing() throws IOException, InterruptedException, LoadException {
    load();
    Listening caller = new Listening();

    JsonObject answer = start(caller, false);

    assertThat(answer.objects("services")).hasSize(2);
    assertThat(caller.heard).isEmpty();
  }
}
