package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.PortStatus;
import dev.localport.daemon.forward.local.LocalClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports of a service, and what each kind of server behind one does to its clients. */
class PortsOfAServiceTest {
  private static final int MUCH = 2 * 1024 * 1024;

  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException, InterruptedException {
    fixture = new SimulatorFixture(folder);
    fixture.cluster.awaitPod("app=moods");
  }

  /** Starts a service that leads to these ports of the pod, and returns their local numbers. */
  private List<Integer> connect(String... ports)
      throws IOException, InterruptedException, LoadException {
    StringBuilder list = new StringBuilder();
    for (String port : ports) {
      list.append("{name: %s, local: auto, remote: %s},".formatted(port, port));
    }
    fixture.load(
        SimulatorFixture.service("web", "deployment/moods", "echo", PATIENT)
            .replaceFirst("ports: .*", "ports: [" + list + "]"));
    fixture.daemon.forwards.start(List.of("web"));
    return fixture.await("connected").ports().stream()
        .map(port -> port.local().getFirst().port())
        .toList();
  }

  private void awaitFailed(int count) {
    fixture.await(count + " failed", web -> web.traffic().failed() == count);
  }

  @Test
  void eachPortLeadsToItsOwnServer() throws IOException, InterruptedException, LoadException {
    List<Integer> ports = connect("greeting", "echo");

    assertThat(fixture.status().ports())
        .extracting(PortStatus::name)
        .containsExactly("greeting", "echo");
    try (LocalClient greeting = new LocalClient(ports.get(0));
        LocalClient echo = new LocalClient(ports.get(1))) {
      assertThat(greeting.read(4)).isEqualTo("220 ");
      echo.send("echo");
      assertThat(echo.read(4)).isEqualTo("echo");
    }
  }

  @Test
  void aPortThatNobodyListensOnFailsAndTheOthersServe()
      throws IOException, InterruptedException, LoadException {
    List<Integer> ports = connect("9999", "echo");

    for (int i = 1; i <= 3; i++) {
      try (LocalClient refused = new LocalClient(ports.get(0));
          LocalClient echo = new LocalClient(ports.get(1))) {
        assertThat(refused.readAll()).isEqualTo(", reset");
        awaitFailed(i);
        echo.send("echo");
        assertThat(echo.read(4)).isEqualTo("echo");
      }
    }
    fixture.await("connected");
  }

  @Test
  void theEndOfAServerIsAnEndAndItsResetIsAReset()
      throws IOException, InterruptedException, LoadException {
    List<Integer> ports = connect("close", "reset");

    try (LocalClient closed = new LocalClient(ports.get(0));
        LocalClient reset = new LocalClient(ports.get(1))) {
      assertThat(closed.readAll()).isEqualTo(", end");
      reset.send("x");
      assertThat(reset.readAll()).isEqualTo(", reset");
    }
    awaitFailed(1);
  }

  @Test
  void halfACloseStillGetsItsAnswerAndAllThatWasSentArrives()
      throws IOException, InterruptedException, LoadException {
    List<Integer> ports = connect("discard");
    fixture.cluster.control("slow-reads?bytes=4000000");

    try (LocalClient client = new LocalClient(ports.getFirst())) {
      client.send("x".repeat(MUCH));
      client.end();
      assertThat(client.readAll()).isEqualTo(MUCH + "\n, end");
    }
    fixture.await("counted", web -> web.traffic().sent() == MUCH);
  }

  @Test
  void whoLeavesAServerThatNeverAnswersIsOver()
      throws IOException, InterruptedException, LoadException {
    List<Integer> ports = connect("silent");

    try (LocalClient client = new LocalClient(ports.getFirst())) {
      client.send("anybody?");
      fixture.await("one is open", web -> web.traffic().active() == 1);
      client.reset();
    }
    fixture.await("none is open", web -> web.traffic().active() == 0);
    assertThat(fixture.status().traffic().failed()).isZero();
  }

  @Test
  void aPortThatSomebodyHasIsNamedAndTakenWhenItIsFree()
      throws IOException, InterruptedException, LoadException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      fixture.load(
          SimulatorFixture.service("web", "deployment/moods", "echo", PATIENT)
              .replace("local: auto", "local: " + other.getLocalPort()));
      fixture.daemon.forwards.start(List.of("web"));

      assertThat(fixture.awaitSuspended("port_taken"))
          .startsWith("127.0.0.1:%d is taken by ".formatted(other.getLocalPort()))
          .endsWith("; free it, or set local_port: auto");
      assertThat(fixture.status().ports().getFirst().local()).isEmpty();
    }
    fixture.daemon.forwards.reconnect(List.of("web"));
    fixture.await("connected");
    fixture.daemon.assertServes("web");
  }

  @Test
  void whereNoFreshSessionIsToBeHadTheOldOneServesOn()
      throws IOException, InterruptedException, LoadException {
    List<Integer> ports = connect("reset", "echo");
    fixture.cluster.control("status?scope=portforward&code=500&times=999999999");

    try (LocalClient broken = new LocalClient(ports.get(0));
        LocalClient echo = new LocalClient(ports.get(1))) {
      broken.send("x"); // an error in the face of data may have stuck the server
      assertThat(broken.readAll()).isEqualTo(", reset");
      echo.send("1");
      assertThat(echo.read(1)).isEqualTo("1");
    }
    try (LocalClient echo = new LocalClient(ports.get(1))) {
      echo.send("2");
      assertThat(echo.read(1)).isEqualTo("2");
    }
    assertThat(fixture.status().state()).isEqualTo("connected");
  }
}
