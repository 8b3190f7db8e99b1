package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.PodInfo;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.simulator.Simulator;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch over pods tells while they change, and while the cluster does not speak. */
class PodWatchTest {
  @TempDir private Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> deleted = new CopyOnWriteArrayList<>();
  private final List<Set<String>> listed = new CopyOnWriteArrayList<>();
  @AutoClose private SimulatedContexts simulated;
  private Simulator cluster;
  private String pod = "";

  @BeforeEach
  void open() throws IOException, GeneralSecurityException, InterruptedException {
    simulated = new SimulatedContexts(folder);
    cluster = simulated.cluster;
    pod = cluster.awaitPod("app=moods");
  }

  @Test
  void theEndOfAPodIsToldBehindItsLastServiceAndEachListIsToldWhole()
      throws IOException, InterruptedException, KubeException {
    try (PodWatch _ = watch()) {
      awaitTold("it is ready");
      assertThat(listed).containsExactly(Set.of(pod));
      delete();

      Await.until("it is gone", () -> deleted.contains(pod));
      assertThat(told).contains("it: it is being deleted");
    }
  }

  @Test
  void whoComesLaterIsToldOfWhatIsThereAndGoesOnWhenTheFirstLeaves()
      throws IOException, InterruptedException, KubeException {
    PodWatch first = watch();
    awaitTold("it is ready");
    try (PodWatch second = watch()) {
      awaitTold("it is ready", "it is ready");
      assertThat(second.pods()).extracting(PodInfo::name).containsExactly(pod);
      first.close();

      ready(false);

      awaitTold("it is ready", "it is ready", "it: it is no longer Ready");
      assertThat(second.pods()).noneMatch(PodInfo::ready);
    }
  }

  @Test
  void aPodOfAnotherTargetIsNoneOfOurs() throws IOException, InterruptedException, KubeException {
    try (PodWatch watch = watch("app=moods,!pod-template-hash", null)) {
      Await.until("the list was read", () -> !listed.isEmpty());
      assertThat(listed).containsExactly(Set.of());
      assertThat(watch.pods()).isEmpty();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whoMayNotListPodsFollowsTheOneThatItNames()
      throws IOException, InterruptedException, KubeException {
    cluster.control("deny?verb=list&resource=pods");
    try (PodWatch _ = watch(null, pod)) {
      awaitTold("it is ready");
      ready(false);
      awaitTold("it is ready", "it: it is no longer Ready");
      delete();
      Await.until("it is gone", () -> deleted.contains(pod));
    }
  }

  private PodWatch watch() throws KubeException {
    return watch("app=moods", null);
  }

  private PodWatch watch(@Nullable String selector, @Nullable String name) throws KubeException {
    KubeContext context = simulated.open();
    ResolvedTarget target =
        new ResolvedTarget("deployment/moods", "demo", name, selector, false, List.of());
    PodListener listener =
        new PodListener() {
          @Override
          public void onReady(PodView ready) {
            told.add((ready.name().equals(pod) ? "it" : "another") + " is ready");
          }

          @Override
          public void onGone(String name, String why) {
            told.add((name.equals(pod) ? "it: " : "another: ") + why);
          }

          @Override
          public void onDeleted(String name) {
            deleted.add(name);
          }

          @Override
          public void onListed(Set<String> serving) {
            listed.add(serving);
          }
        };
    return context.targets().watch(target, listener);
  }

  private void ready(boolean on) throws IOException, InterruptedException {
    cluster.control("ready?namespace=demo&name=%s&on=%s".formatted(pod, on));
  }

  private void delete() throws IOException, InterruptedException {
    cluster.control("delete-pod?namespace=demo&name=" + pod);
  }

  private void awaitTold(String... all) {
    Await.until("told are " + List.of(all), () -> told.equals(List.of(all)));
  }

  @Test
  void eachChangeThatMattersIsToldOnce() throws IOException, InterruptedException, KubeException {
    try (PodWatch _ = watch()) {
      awaitTold("it is ready");
      ready(true);
      ready(false);
      awaitTold("it is ready", "it: it is no longer Ready");
      ready(true);
      awaitTold("it is ready", "it: it is no longer Ready", "it is ready");
      delete();
      Await.until("its heir is told", () -> told.contains("another is ready"));
    }
    assertThat(told)
        .containsExactly(
            "it is ready",
            "it: it is no longer Ready",
            "it is ready",
            "it: it is being deleted",
            "another is ready");
  }

  @Test
  void whereWatchingIsForbiddenTheListIsReadWhenAsked()
      throws IOException, InterruptedException, KubeException {
    cluster.control("deny?verb=watch&resource=pods");
    try (PodWatch watch = watch()) {
      awaitTold("it is ready");
      ready(false);
      watch.refresh();
      awaitTold("it is ready", "it: it is no longer Ready");
      ready(true);
      watch.refresh();
      awaitTold("it is ready", "it: it is no longer Ready", "it is ready");
    }
  }

  @Test
  void podsAreDatedAndMarkedWhileTheClusterIsOffline()
      throws IOException, InterruptedException, KubeException {
    try (PodWatch watch = watch()) {
      awaitTold("it is ready");
      Instant begun = Instant.now();
      assertThat(watch.pods())
          .allSatisfy(known -> {
            assertThat(known.lastUpdated()).isBetween(begun.minusSeconds(60), Instant.now());
            assertThat(known.stale()).isFalse();
          });

      cluster.control("away");
      Await.until("it is marked", () -> watch.pods().getFirst().stale());
      Instant known = Objects.requireNonNull(watch.pods().getFirst().lastUpdated());
      cluster.control("back");
      watch.refresh();

      Await.until("it is known again", () -> !watch.pods().getFirst().stale());
      assertThat(watch.pods().getFirst().lastUpdated()).isAfter(known);
    }
  }

  @Test
  void whatASilentWatchKeepsBackIsToldWhenAsked()
      throws IOException, InterruptedException, KubeException {
    try (PodWatch watch = watch()) {
      awaitTold("it is ready");
      deleteUnheard();

      watch.refresh();

      awaitTold("it is ready", "it: it was deleted", "another is ready");
    }
  }

  @Test
  void aWatchThatEndsIsResumedWhereItWas() throws IOException, InterruptedException, KubeException {
    try (PodWatch _ = watch()) {
      awaitTold("it is ready");
      deleteUnheard();
      cluster.control("clear");

      cluster.control("reset");

      awaitTold("it is ready", "it: it is being deleted", "another is ready");
    }
  }

  @Test
  void whereTheServerHasForgottenThatTheListIsReadAgain()
      throws IOException, InterruptedException, KubeException {
    try (PodWatch _ = watch()) {
      awaitTold("it is ready");
      deleteUnheard();
      cluster.control("clear");
      cluster.control("forget-history");

      cluster.control("reset");

      awaitTold("it is ready", "it: it was deleted", "another is ready");
    }
  }

  /** Lets the pod be replaced while the watch is silent. */
  private void deleteUnheard() throws IOException, InterruptedException {
    cluster.control("stale-watches?on=true");
    delete();
    Await.until("it is gone and its heir is ready", () -> isReplaced());
    assertThat(told).containsExactly("it is ready");
  }

  private boolean isReplaced() {
    try {
      return !cluster.awaitPod("app=moods").equals(pod) && !cluster.isThere(pod);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
