package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.TestReply;
import dev.localport.api.TestReply.TestStep;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMethodTest {
  @TempDir private Path folder;
  private ForwardsFixture daemon;

  @BeforeEach
  void open() throws IOException {
    daemon = new ForwardsFixture(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
  }

  private TestReply test(String name) throws InterruptedException {
    TestMethod method =
        new TestMethod(daemon.forwards, daemon.dialer, daemon.transport, daemon.portHolder);
    JsonObject params = JsonObject.builder().put("name", name).build();
    return TestReply.from(method.call(params, new DeafCaller()));
  }

  private static List<TestStep> steps(TestReply reply, String what) {
    return reply.steps().stream().filter(step -> step.what().equals(what)).toList();
  }

  @Test
  void everyStepIsToldAndTheLocalPortIsLookedAtWithoutAConnection()
      throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":%d\"]".formatted(PodPorts.SILENT));
    int port = daemon.started("web").ports().getFirst().local().getFirst().port();

    TestReply reply = test("web");

    assertThat(reply.failure()).isNull();
    assertThat(reply.steps())
        .map(TestStep::what)
        .containsExactly("local", "resolve", "session", "ping", "connect");
    assertThat(reply.steps().getFirst().detail()).startsWith("web listens on 127.0.0.1:" + port);
    assertThat(steps(reply, "session").getFirst().detail())
        .isEqualTo("SPDY/3.1 over http://127.0.0.1:" + daemon.server.endpoint().port());
    assertThat(daemon.status("web").traffic().total()).isZero();
  }

  @Test
  void silenceIsNoConnectTime() throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":%d\"]".formatted(PodPorts.SILENT));

    assertThat(steps(test("web"), "connect"))
        .containsExactly(new TestStep("connect", null, "port 3: no refusal within 0.5 s", null));
  }

  @Test
  void aPortThatRefusesFailsAndTheNextOneIsTriedAllTheSame()
      throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":%d\", \":%d\"]".formatted(PodPorts.REFUSED, PodPorts.SOURCE));

    TestReply reply = test("web");

    assertThat(reply.failure())
        .isEqualTo(
            new Failure(
                FailureKind.SESSION,
                "nothing listens on port 1 in pod web-1, which declares 7 (echo)"));
    assertThat(steps(reply, "connect").getLast().detail()).isEqualTo("port 5: the pod answers");
    assertThat(steps(reply, "connect")).allMatch(step -> step.millis() != null);
  }

  @Test
  void aStoppedServiceIsTestedAndSaysWhatItsPortWillBe()
      throws IOException, InterruptedException, LoadException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    daemon.load("web: [\":7\", \"%d:7\"]".formatted(free));

    assertThat(steps(test("web"), "local"))
        .map(TestStep::detail)
        .containsExactly(
            "web is stopped; it uses any free port when it runs",
            "web is stopped; no process was found on port " + free);
  }

  @Test
  void whoeverHoldsTheLocalPortIsNamedAndTheWayToThePodIsTriedAllTheSame()
      throws IOException, InterruptedException, LoadException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      daemon.load("web: [\"%d:7\"]".formatted(port));
      daemon.portHolder.took(port, "other"); // the process is ours: it is told which part of it

      TestReply reply = test("web");

      assertThat(reply.failure())
          .isEqualTo(
              new Failure(
                  FailureKind.PORT_TAKEN,
                  "127.0.0.1:%d is taken by service other; free it, or set local_port: auto"
                      .formatted(port)));
      assertThat(reply.steps().getLast().detail()).isEqualTo("port 7: no refusal within 0.5 s");
    }
  }

  @Test
  void anUnknownServiceIsRefused() throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":7\"]");

    assertThatThrownBy(() -> test("nosuch"))
        .isInstanceOf(RpcException.class)
        .hasMessage("no service \"nosuch\"; see: localport status");
  }

  @Test
  void aServiceThatIsLeftOutNamesTheVariableThatIsNotSetAsStartDoes()
      throws IOException, InterruptedException, LoadException {
    daemon.load("web: ['auto:${DB_PORT}']");
    String why = Objects.requireNonNull(daemon.status("web").lastError()).message();
    assertThat(why).contains("the variable DB_PORT is not set");

    assertThatThrownBy(() -> test("web"))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.data().number("exit_code")).isEqualTo(2))
        .hasMessage("web is stopped: " + why);
  }
}
