package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** lazy, idle_timeout and balance, over the simulated cluster. */
class NobodyUsesItTest {
  private static final String LAZY = "    lazy: true\n";
  private static final String IDLE = "    idle_timeout: 1s\n";

  @TempDir private Path folder;
  private SimulatorFixture at;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    at = new SimulatorFixture(folder);
  }

  @AfterEach
  void close() throws IOException {
    at.close();
  }

  private void assertServes() throws IOException {
    at.daemon.assertServes("web");
  }

  private void awaitRest() {
    at.await("idle, over no session", web -> web.state().equals("idle") && web.sessions() == 0);
  }

  @Test
  void aLazyServiceListensAndOpensNothingUntilSomebodyConnects()
      throws IOException, InterruptedException, LoadException {
    at.start("deployment/web", "echo", LAZY);
    at.await("listening", web -> !web.ports().getFirst().local().isEmpty());
    at.await("idle");
    assertThat(at.status().pods()).isEmpty();
    assertThat(at.status().sessions()).isZero();

    assertServes();

    at.await("connected");
    assertThat(at.status().traffic().failed()).isZero();
  }

  @Test
  void aServiceThatNobodyUsesClosesItsSessionsAndServesTheNextAllTheSame()
      throws IOException, InterruptedException, LoadException {
    at.connect("deployment/web", "echo", IDLE);
    assertServes();

    awaitRest();
    assertServes();
    awaitRest();

    assertThat(at.status().traffic().failed()).isZero();
  }

  @Test
  void anOpenConnectionKeepsItConnectedHoweverQuietItIs()
      throws IOException, InterruptedException, LoadException {
    at.connect("deployment/web", "echo", IDLE);
    try (LocalClient quiet = at.daemon.connect("web")) {
      quiet.send("1");
      assertThat(quiet.read(1)).isEqualTo("1");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3); // three times its timeout
      Await.until("time has passed", () -> System.nanoTime() > end);

      assertThat(at.status().state()).isEqualTo("connected");
      quiet.send("2");
      assertThat(quiet.read(1)).isEqualTo("2");
    }
    at.await("idle");
  }

  @Test
  void podsThatComeAndGoWhileItIdlesAreFoundByTheNextConnection()
      throws IOException, InterruptedException, LoadException {
    at.connect("deployment/web", "echo", IDLE);
    String before = at.status().pods().getFirst();
    awaitRest();
    at.cluster.control("delete-pod?namespace=demo&name=" + before);

    assertServes();

    assertThat(at.status().pods()).doesNotContain(before);
  }

  @Test
  void withBalanceConnectionsGoToAllPodsAndLeaveOneThatGoes()
      throws IOException, InterruptedException, LoadException {
    at.connect("deployment/web", "echo", "    balance: true\n");
    at.await("on both pods", service -> service.pods().size() == 2);
    Set<String> before = new HashSet<>(at.status().pods());
    for (int i = 0; i < 4; i++) {
      assertServes();
    }
    String gone = at.status().pods().getFirst();
    at.cluster.control("delete-pod?namespace=demo&name=" + gone);

    at.await(
        "on another pod",
        service ->
            service.pods().size() == 2
                && !service.pods().contains(gone)
                && !before.containsAll(service.pods()));
    assertServes();
    assertThat(at.status().reconnects()).isZero();
    assertThat(at.status().traffic().failed()).isZero();
  }

  @Test
  void aLazyServiceThatIsStoppedFreesItsPort()
      throws IOException, InterruptedException, LoadException {
    at.start("deployment/web", "echo", LAZY);
    at.await("listens", web -> !web.ports().getFirst().local().isEmpty());
    int port = at.daemon.port("web");

    at.daemon.forwards.stop(List.of("web"));

    ForwardsFixture.assertFree(port);
  }
}
