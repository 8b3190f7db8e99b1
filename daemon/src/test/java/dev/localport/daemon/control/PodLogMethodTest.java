package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.cluster.RestoredFirst;
import dev.localport.daemon.kube.KubeCluster;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log holds back the services of a cluster that is back only while it is read. */
class PodLogMethodTest {
  @TempDir private Path folder;
  private ForwardsFixture daemon;
  private final Set<RestoredFirst> first = ConcurrentHashMap.newKeySet();
  private final List<Runnable> afterAnswer = new ArrayList<>();
  private final List<Runnable> onClose = new ArrayList<>();

  /** A connection whose end, and whose written answer, the test decides on. */
  private final class Caller implements RpcConnection {
    @Override
    public void notify(String method, JsonObject params) {
      // the test does not look at it
    }

    @Override
    public boolean deliver(String method, JsonObject params) {
      return true;
    }

    @Override
    public void afterAnswer(Runnable task) {
      afterAnswer.add(task);
    }

    @Override
    public void onClose(Runnable task) {
      onClose.add(task);
    }

    @Override
    public void keepOpen() {
      // it is open as long as the test wants
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    daemon = new ForwardsFixture(folder);
    daemon.load("web: [\":7\"]");
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private void call() {
    PodLogMethod method =
        new PodLogMethod(
            daemon.forwards,
            daemon.contexts,
            daemon.clusters,
            this::restoreFirst,
            InstantSource.system(),
            () -> 0.5);
    var _ =
        method.call(
            JsonObject.builder().put("service", "web").put("follow", true).build(), new Caller());
  }

  private Runnable restoreFirst(KubeCluster cluster, RestoredFirst one) {
    assertThat(cluster.name()).isEqualTo("dev");
    first.add(one);
    return () -> first.remove(one);
  }

  @Test
  void aPeerThatLeavesBeforeItsAnswerLeavesNothingBehind() {
    call();

    onClose.forEach(Runnable::run);

    assertThat(first).isEmpty();
  }

  @Test
  void aLogIsRestoredFirstUntilItsPeerLeaves() {
    call();
    afterAnswer.forEach(Runnable::run);
    Await.until("the log is registered", () -> !first.isEmpty());

    onClose.forEach(Runnable::run);

    Await.until("the log is gone", first::isEmpty);
  }
}
