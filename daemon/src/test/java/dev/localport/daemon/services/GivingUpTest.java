package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusChange;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a forward stops trying by itself, and what makes it try again. */
class GivingUpTest {
  private static final String TWO_ATTEMPTS =
      "    reconnect: {initial_delay: 100ms, jitter: 0, max_attempts: 2}\n";
  private static final String REFUSES = "status?scope=portforward&code=500&times=999999999";

  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException, InterruptedException {
    fixture = new SimulatorFixture(folder);
    fixture.cluster.awaitPod("app=moods");
  }

  private void start(String keys) throws IOException, InterruptedException, LoadException {
    fixture.start("deployment/moods", "echo", keys);
  }

  private void connect(String keys) throws IOException, InterruptedException, LoadException {
    start(keys);
    fixture.await("connected");
  }

  private void awaitSettled() throws InterruptedException {
    fixture.daemon.forwards.awaitSettled(List.of("web"), Await.LIMIT);
  }

  @Test
  void withoutAutomaticReconnectTheNextConnectionDials()
      throws IOException, InterruptedException, LoadException {
    connect("    reconnect: {auto: false}\n");
    fixture.cluster.control("reset");

    ServiceStatus web = fixture.await("disconnected");
    assertThat(Objects.requireNonNull(web.lastError()).message()).isNotBlank();
    assertThat(web.nextRetryAt()).isNull();
    awaitSettled();
    fixture.daemon.assertServes("web");
    fixture.await("connected");
  }

  @Test
  void withoutAutomaticReconnectWhoIsHeldIsWorthAnotherTry()
      throws IOException, InterruptedException, LoadException {
    connect("    reconnect: {auto: false, initial_delay: 100ms}\n");
    fixture.cluster.control("reset");
    fixture.await("disconnected");
    fixture.cluster.control("status?scope=portforward&code=500&times=3");

    fixture.daemon.assertServes("web");
  }

  @Test
  void withoutAutomaticReconnectAFailedAttemptIsTheOnlyOne()
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.control(REFUSES);

    start("    reconnect: {auto: false}\n");

    assertThat(Objects.requireNonNull(fixture.await("disconnected").lastError()).message())
        .isEqualTo("the API server rejected the port forward: a fault that was asked for: 500");
  }

  @Test
  void whoHasSpentItsAttemptsHasFailedAndTriesAgainWhenAsked()
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.control(REFUSES);
    start(TWO_ATTEMPTS);
    awaitSettled();

    ServiceStatus web = fixture.status();
    assertThat(web.state()).isEqualTo("failed");
    assertThat(web.maxAttempts()).isEqualTo(2);
    assertThat(web.nextRetryAt()).isNull();
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("the API server rejected the port forward: a fault that was asked for: 500");

    fixture.cluster.control("clear");
    fixture.daemon.forwards.reconnect(List.of("web"));
    fixture.await("connected");
  }

  @Test
  void aPodThatBecomesReadyIsReasonEnoughToTryAgain()
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.cluster.awaitPod("app=moods");
    fixture.cluster.control(REFUSES);
    start(TWO_ATTEMPTS);
    fixture.await("failed");

    fixture.cluster.control("clear");
    fixture.cluster.control("ready?namespace=demo&name=%s&on=false".formatted(pod));
    fixture.cluster.control("ready?namespace=demo&name=%s&on=true".formatted(pod));

    fixture.await("connected");
  }

  @Test
  void theBreakerOpensOnAClusterThatAnswersAndTriesOnceLater()
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.control(REFUSES);
    start(PATIENT.replace("breaker: {failures: 0}", "breaker: {failures: 2, open_for: 1s}"));

    assertThat(fixture.awaitSuspended("circuit_open"))
        .isEqualTo("the API server rejected the port forward: a fault that was asked for: 500");
    assertThat(fixture.status().nextRetryAt()).isNotNull();
    fixture.cluster.control("clear");
    fixture.await("connected");
  }

  @Test
  void whatWaitsForAPodMayYetTurnOutWellWhileAMissingTargetIsFinal()
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.cluster.awaitPod("app=moods");
    fixture.cluster.control("ready?namespace=demo&name=%s&on=false".formatted(pod));
    fixture.load(
        SimulatorFixture.service("web", "deployment/moods", "echo", PATIENT)
            + SimulatorFixture.service("gone", "service/none", "echo", PATIENT));
    fixture.daemon.forwards.start(List.of("web", "gone"));

    fixture.daemon.forwards.awaitSettled(List.of("gone"), Await.LIMIT);
    assertThat(fixture.daemon.status("gone").reason()).isEqualTo("target_missing");

    fixture.awaitSuspended("no_ready_pod");
    fixture.daemon.forwards.awaitSettled(List.of("web"), Duration.ofMillis(50));
    assertThat(fixture.status().state()).as("still waited for").isEqualTo("suspended");
    fixture.cluster.control("ready?namespace=demo&name=%s&on=true".formatted(pod));
    awaitSettled();
    assertThat(fixture.status().state()).isEqualTo("connected");
  }

  @Test
  void whereNoPodIsComingTheWaitIsOver() throws IOException, InterruptedException, LoadException {
    fixture.load(
        """
          - name: web
            connection: {selector: app=none, namespace: demo}
            ports: [{local: auto, remote: 7}]
        """);
    fixture.daemon.forwards.start(List.of("web"));

    FutureTask<Boolean> wait =
        new FutureTask<>(() -> {
          fixture.daemon.forwards.awaitSettled(List.of("web"), Duration.ofHours(1));
          return true;
        });
    Thread _ = Thread.ofVirtual().start(wait);
    Await.until("the end of the wait", wait::isDone);

    assertThat(fixture.status().reason()).isEqualTo("no_ready_pod");
  }

  @Test
  void aLookThatShowsAnotherReasonIsToldAsAChange()
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.control(REFUSES);
    fixture.load(
        SimulatorFixture.service(
            "web",
            "deployment/moods",
            "echo",
            PATIENT.replace("breaker: {failures: 0}", "breaker: {failures: 1, open_for: 1s}")));
    List<String> reasons = new CopyOnWriteArrayList<>();
    Owner owner =
        new DeafOwner() {
          @Override
          public void onChange(StatusChange change) {
            reasons.add(String.valueOf(change.reason()));
          }
        };
    fixture.daemon.forwards.start(List.of("web"), Consent.NOT_GIVEN, owner);
    fixture.daemon.forwards.hear(owner, List.of("web"));
    Instant first =
        Objects.requireNonNull(
            fixture.await("waits", web -> web.nextRetryAt() != null).nextRetryAt());
    fixture.await(
        "looks in vain, when the watch has told of its pods",
        web -> web.nextRetryAt() != null && !web.nextRetryAt().isBefore(first.plusSeconds(1)));

    fixture.cluster.control(REFUSES.replace("500", "403"));
    fixture.awaitSuspended("forbidden");

    Await.until("it is told", () -> reasons.contains("forbidden"));
    assertThat(reasons).endsWith("circuit_open", "forbidden");
  }

  @Test
  void aRestartOfOneThatWaitsTriesAtOnce() throws IOException, InterruptedException, LoadException {
    fixture.cluster.control(REFUSES.replace("500", "403"));
    start(PATIENT);
    fixture.awaitSuspended("forbidden");

    fixture.cluster.control("clear");
    fixture.daemon.forwards.restart(List.of("web"));

    fixture.await("connected");
    fixture.daemon.assertServes("web");
  }
}
