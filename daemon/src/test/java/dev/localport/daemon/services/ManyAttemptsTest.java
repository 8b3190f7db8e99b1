package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.POD;
import static dev.localport.daemon.services.ForwardsFixture.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.AttemptLimit;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.recovery.AttemptBucket;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More services of one context retry than its API server should have to bear at once. */
class ManyAttemptsTest {
  private static final int SERVICES = 20;
  private static final List<String> NAMES =
      IntStream.range(0, SERVICES).mapToObj(number -> "web-" + number).toList();
  private static final String BUSY =
      """
      HTTP/1.1 500 Internal Server Error
      Content-Length: 42

      {"kind":"Status","code":500,"message":"x"}\
      """
          .replace("\n", "\r\n");

  @TempDir private Path folder;
  @AutoClose private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
    fixture.server.objects.put(POD.replace("web-1", "api-1"), RUNNING.replace("web-1", "api-1"));
    fixture.server.answer(BUSY);
  }

  private void load() throws IOException, InterruptedException, LoadException {
    StringBuilder services =
        new StringBuilder(ForwardsFixture.web("api").replace("web-1", "api-1"));
    for (String name : NAMES) {
      services.append(ForwardsFixture.web(name)).append(SimulatorFixture.PATIENT);
    }
    fixture.forwards.load(fixture.file("localport.yaml", services.toString()));
  }

  private long attempts(String pod) {
    return fixture.server.requests.stream()
        .filter(request -> request.startsWith("POST ") && request.contains("/" + pod + "/"))
        .count();
  }

  /** As if a hundred attempts had just been made: those that follow wait for their turn. */
  private void useUp() throws KubeException {
    String kubeconfig = folder.resolve("kube/config").toString();
    KubeContext dev = fixture.contexts.open(new KubeShell(kubeconfig, ProxyVariables.NONE), "dev");
    for (int i = 0; i < AttemptBucket.SIZE; i++) {
      boolean _ = fixture.dialer.turns().hasTaken(dev);
    }
  }

  private AttemptLimit limit() {
    return fixture.dialer.turns().of("dev");
  }

  @Test
  void attemptsBeyondTheLimitWaitAndWhatAPersonAsksForDoesNot()
      throws IOException, InterruptedException, LoadException, KubeException {
    load();
    useUp();
    long begun = System.nanoTime();
    fixture.forwards.start(NAMES);

    Await.until("attempts that had to wait", () -> attempts("web-1") >= SERVICES + 5);
    long count = attempts("web-1");
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(count)
        .as("attempts of %d services in %d ms", SERVICES, elapsed.toMillis())
        .isLessThanOrEqualTo(SERVICES + elapsed.dividedBy(AttemptBucket.REFILL) + 1);

    Await.until("most of them wait", () -> limit().waiting() > SERVICES / 2);
    fixture.forwards.start(List.of("api"));
    Await.until("the attempt that a person asked for", () -> attempts("api-1") > 0);
    assertThat(limit().waiting()).as("those that wait meanwhile").isGreaterThan(SERVICES / 4);

    long healed = System.nanoTime();
    fixture.server.answer(SpdyServer.SWITCHING);
    for (String name : NAMES) {
      fixture.await(name, "connected");
    }
    System.out.printf(
        "%d attempts in %d ms; after that all %d services were connected within %d ms%n",
        count, elapsed.toMillis(), SERVICES, (System.nanoTime() - healed) / 1_000_000);
    Await.until("no attempt that waits", () -> limit().waiting() == 0);
  }

  @Test
  void aServiceThatIsStoppedWaitsForNoTurn()
      throws IOException, InterruptedException, LoadException, KubeException {
    load();
    useUp();
    fixture.forwards.start(NAMES);
    Await.until("attempts that wait", () -> limit().waiting() > SERVICES / 2);

    fixture.forwards.stop(NAMES);

    Await.until("no attempt that waits", () -> limit().waiting() == 0);
    long after = attempts("web-1");
    fixture.forwards.start(List.of("api"));
    Await.until("another attempt", () -> attempts("api-1") > 0);
    assertThat(attempts("web-1")).isEqualTo(after);
  }
}
