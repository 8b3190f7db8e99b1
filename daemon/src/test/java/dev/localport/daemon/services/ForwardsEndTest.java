package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Selection;
import dev.localport.api.Waiting;
import dev.localport.daemon.state.DesiredState;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forwards and disks that take their time, and who has to wait for them. */
class ForwardsEndTest {
  @TempDir private Path folder;
  private ForwardsFixture fixture;
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  @AfterEach
  void close() {
    released.countDown();
    fixture.close();
  }

  /** Starts a service whose owner is busy with something that no interrupt ends. */
  private void startBusy(String name) throws IOException, InterruptedException, LoadException {
    fixture.kubeconfig("kube/nobody", ForwardsFixture.freePort());
    fixture.beforeRetry =
        () -> {
          held.countDown();
          boolean interrupted = false;
          while (released.getCount() > 0) {
            try {
              released.await();
            } catch (InterruptedException _) {
              interrupted = true;
            }
          }
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        };
    fixture.start(fixture.file("busy.yaml", "kube/nobody", web(name)), name);
    Await.until(name + " is busy", () -> held.getCount() == 0);
  }

  private CompletableFuture<Void> stopping(String name) {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            fixture.forwards.stop(List.of(name));
            stopped.complete(null);
          } catch (InterruptedException | RuntimeException e) {
            stopped.completeExceptionally(e);
          }
        });
    return stopped;
  }

  /** Starts a service, and stops it: it is stopped, and its forward does not end yet. */
  private CompletableFuture<Void> stoppingBusy()
      throws IOException, InterruptedException, LoadException {
    startBusy("busy");
    CompletableFuture<Void> stop = stopping("busy");
    fixture.await("busy", "stopped");
    return stop;
  }

  @Test
  void oneThatEndsSlowlyHoldsUpItsOwnStopAndNothingElse()
      throws IOException, InterruptedException, LoadException {
    startBusy("busy");
    int port = fixture.port("busy");
    CompletableFuture<Void> stop = stopping("busy");
    fixture.await("busy", "stopped");

    fixture.start(fixture.file("localport.yaml", web("web") + web("gone")), "web", "gone");
    fixture.await("web", "connected");
    fixture.forwards.stop(List.of("gone"));
    fixture.forwards.restart(List.of("web"));

    assertThat(stop).isNotDone();
    released.countDown();
    Await.get(stop);
    ForwardsFixture.assertFree(port);
  }

  @Test
  void oneThatIsStartedAgainWaitsForTheEndOfTheOldOne()
      throws IOException, InterruptedException, LoadException {
    CompletableFuture<Void> stop = stoppingBusy();

    fixture.forwards.start(List.of("busy"));
    fixture.start(fixture.file("localport.yaml", web("web")), "web");
    fixture.await("web", "connected"); // time enough for one that does not wait

    assertThat(fixture.status("busy").state()).isEqualTo("stopped");
    released.countDown();
    Await.get(stop);
    fixture.await("busy", "reconnecting");
  }

  @Test
  void anAnswerThatWaitsForNothingKnowsThatTheStartHasBegun()
      throws IOException, InterruptedException, LoadException {
    CompletableFuture<Void> stop = stoppingBusy();
    fixture.forwards.start(List.of("busy"));
    Thread answering =
        Thread.ofVirtual()
            .start(() -> {
              try {
                fixture.forwards.awaitSettled(List.of("busy"), Waiting.NONE);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    Await.until("the answer waits", () -> answering.getState() == Thread.State.TIMED_WAITING);

    released.countDown();
    Await.get(stop);
    answering.join();

    assertThat(fixture.status("busy").state()).isNotEqualTo("stopped");
  }

  @Test
  void oneThatIsSlowToBeginDoesNotHoldUpTheNewsOfOthers()
      throws IOException, InterruptedException, LoadException {
    CompletableFuture<Void> stop = stoppingBusy();
    fixture.forwards.start(List.of("busy"));
    fixture.start(fixture.file("localport.yaml", web("web")), "web");
    CompletableFuture<String> news = new CompletableFuture<>();
    Thread answering =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Waiting waiting = new Waiting(Await.LIMIT, false);
                fixture.forwards.awaitSettled(List.of("busy", "web"), waiting, news::complete);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });

    assertThat(Await.get(news)).isEqualTo("web");
    assertThat(fixture.status("busy").state()).isEqualTo("stopped");
    answering.interrupt();
    answering.join();
    released.countDown();
    Await.get(stop);
  }

  @Test
  void oneThatWantsThePortOfAnotherWaitsForItsEnd()
      throws IOException, InterruptedException, LoadException {
    startBusy("busy");
    int port = fixture.port("busy");
    CompletableFuture<Void> stop = stopping("busy");
    fixture.await("busy", "stopped");

    fixture.start(
        fixture.file("localport.yaml", web("heir").replace("auto", "" + port) + web("web")),
        "heir",
        "web");
    fixture.await("web", "connected"); // time enough for one that does not wait

    assertThat(fixture.status("heir").state()).isEqualTo("stopped");
    released.countDown();
    Await.get(stop);
    fixture.await("heir", "connected");
    assertThat(fixture.port("heir")).isEqualTo(port);
  }

  @Test
  void oneThatIsStoppedBeforeItsTurnNeverBegins()
      throws IOException, InterruptedException, LoadException {
    startBusy("busy");
    CompletableFuture<Void> first = stopping("busy");
    fixture.await("busy", "stopped");
    fixture.forwards.start(List.of("busy"));
    CompletableFuture<Void> second = stopping("busy");
    Await.until("it is not wanted", () -> fixture.onDisk().wanted().isEmpty());

    released.countDown();
    Await.get(first);
    Await.get(second);

    assertThat(fixture.status("busy").state()).isEqualTo("stopped");
  }

  @Test
  void aDiskThatIsSlowHoldsUpTheReplyAndNothingElse()
      throws IOException, InterruptedException, LoadException {
    DesiredState.Source source = fixture.file("localport.yaml", web("web"));
    fixture.forwards.load(source);
    Path slow = folder.resolve("state.json.tmp"); // opening it waits for somebody who reads
    new ProcessBuilder("mkfifo", slow.toString()).inheritIO().start().waitFor();
    CompletableFuture<Void> start = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            fixture.forwards.start(List.of("web"));
            start.complete(null);
          } catch (InterruptedException | RuntimeException e) {
            start.completeExceptionally(e);
          }
        });

    fixture.await("web", "connected");
    assertThat(
            fixture
                .forwards
                .listing()
                .select(new Selection(List.of("web"), List.of(), false, null))
                .names())
        .containsExactly("web");
    assertThat(start).isNotDone();

    try (FileChannel reader = FileChannel.open(slow)) {
      assertThat(reader.isOpen()).isTrue();
      Await.get(start); // the write failed: a pipe is no disk
    }
    fixture.forwards.start(List.of("web"));
    assertThat(fixture.onDisk().wanted())
        .extracting(DesiredState.Wanted::name)
        .containsExactly("web");
  }

  @Test
  void oneThatDoesNotEndInTimeIsGivenUp() throws IOException, InterruptedException, LoadException {
    fixture.forwards.close();
    fixture.forwards =
        new Forwards(
            fixture.parts(fixture.dialer),
            fixture.disk(),
            fixture.trusted(),
            Duration.ofMillis(50));
    ForwardsFixture.restore(fixture.forwards);
    startBusy("busy");

    fixture.forwards.stop(List.of("busy"));

    assertThat(held.getCount()).as("it is busy still").isZero();
    assertThat(released.getCount()).isEqualTo(1);
    assertThat(fixture.status("busy").state()).isEqualTo("stopped");
  }

  @Test
  void theEndOfTheDaemonDoesNotWaitForEver()
      throws IOException, InterruptedException, LoadException {
    fixture.forwards.close();
    Forwards forwards =
        new Forwards(
            fixture.parts(fixture.dialer),
            fixture.disk(),
            fixture.trusted(),
            Duration.ofMillis(50));
    fixture.forwards = forwards;
    ForwardsFixture.restore(forwards);
    startBusy("busy");

    forwards.close();

    assertThat(released.getCount()).as("it is busy still").isEqualTo(1);
    assertThat(fixture.onDisk().wanted())
        .extracting(DesiredState.Wanted::name)
        .containsExactly("busy");
  }
}
