package dev.localport.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.objects.Json;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is cut off, and comes back. */
class NodeLossTest {
  private static final String LOSE = "node-lost?name=node-1&on=true";
  private static final String BRING_BACK = "node-lost?name=node-1&on=false";
  private static final int ROUND_TRIPS = 30; // long enough for an answer that nothing holds back

  @TempDir Path folder;
  @AutoClose private Simulator simulator;
  private String pod;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    pod = simulator.awaitPod("app=moods");
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return Json.read(simulator.get(path).body());
  }

  private HttpResponse<String> portForward() throws IOException, InterruptedException {
    return simulator.get("/api/v1/namespaces/demo/pods/%s/portforward".formatted(pod));
  }

  @Test
  void itIsNotReadyAndItsPodsAreMadeAnewOnOneThatJoins() throws IOException, InterruptedException {
    simulator.control(LOSE);

    JsonNode ready = json("/api/v1/nodes/node-1").at("/status/conditions/1");
    assertThat(ready.path("status").asText()).isEqualTo("Unknown");
    assertThat(ready.path("reason").asText()).isEqualTo("NodeStatusUnknown");
    String another = simulator.awaitPod("app=moods");
    assertThat(another).isNotEqualTo(pod);
    assertThat(json("/api/v1/namespaces/demo/pods/" + another).at("/spec/nodeName").asText())
        .isEqualTo("node-1-joined-1");
    assertThat(json("/api/v1/nodes/node-1-joined-1").at("/status/conditions/1/status").asText())
        .isEqualTo("True");
  }

  @Test
  void itsPodsCannotBeReachedAndDoNotEndBeforeItIsBack() throws IOException, InterruptedException {
    simulator.control(LOSE);
    String another = simulator.awaitPod("app=moods");

    assertThat(portForward().statusCode()).isEqualTo(500);
    assertThat(portForward().body()).contains("error dialing backend");
    assertThat(simulator.isThere(pod)).isTrue();
    simulator.control(BRING_BACK);

    assertThat(simulator.isThere(pod)).isFalse();
    assertThat(simulator.isThere(another)).isTrue();
    assertThat(json("/api/v1/nodes/node-1").at("/status/conditions/1/status").asText())
        .isEqualTo("True");
  }

  @Test
  void aSessionToItsPodsIsSilentAndBreaksWhenItIsBack() throws IOException, InterruptedException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.send(new DefaultSpdyPingFrame(7));
      assertThat(wire.next()).isEqualTo("ping 7");

      simulator.control(LOSE);
      wire.send(new DefaultSpdyPingFrame(9));
      for (int i = 0; i < ROUND_TRIPS; i++) {
        simulator.askControl("none");
      }
      simulator.control(BRING_BACK);

      assertThatThrownBy(wire::next).isInstanceOf(IOException.class);
    }
  }

  @Test
  void itsPodsAreReadyAgainWhereItIsBackSoon() throws IOException, InterruptedException {
    simulator.control(LOSE);
    simulator.control(BRING_BACK);

    assertThat(simulator.awaitPod("app=moods")).startsWith("moods-");
  }

  @Test
  void aNodeThatIsNotThereIsToldInWords() throws IOException, InterruptedException {
    HttpResponse<String> answer = simulator.askControl("node-lost?name=none&on=true");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("nodes \"none\" not found\n");
  }
}
