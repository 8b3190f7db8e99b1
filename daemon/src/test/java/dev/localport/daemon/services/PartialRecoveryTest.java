package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.POD;
import static dev.localport.daemon.services.ForwardsFixture.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of ten services is back: it works, and the others go on to retry. */
class PartialRecoveryTest {
  private static final int SERVICES = 10;
  private static final String BACK = "web-3";
  private static final List<String> NAMES =
      IntStream.range(0, SERVICES).mapToObj(number -> "web-" + number).toList();
  private static final List<String> OTHERS =
      NAMES.stream().filter(name -> !name.equals(BACK)).toList();
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
  void open() throws IOException, InterruptedException, LoadException {
    fixture = new ForwardsFixture(folder);
    StringBuilder services = new StringBuilder();
    for (String name : NAMES) {
      fixture.server.objects.put(POD.replace("web-1", name), RUNNING.replace("web-1", name));
      services.append(
          ForwardsFixture.web("service").replace("web-1", name).replace("service", name));
      services.append(SimulatorFixture.PATIENT);
    }
    fixture.start(
        fixture.file("localport.yaml", services.toString()), NAMES.toArray(String[]::new));
    for (String name : NAMES) {
      fixture.await(name, "connected");
    }
  }

  private long attempts(String name) {
    return fixture.server.requests.stream()
        .filter(request -> request.startsWith("POST ") && request.contains("/" + name + "/"))
        .count();
  }

  private boolean retries(String name, long than) {
    return attempts(name) >= than + 2;
  }

  @Test
  void theOneThatIsBackWorksWhileTheOthersRetry() throws IOException {
    fixture.server.answer(BUSY);
    fixture.server.cut();
    for (String name : NAMES) {
      fixture.await(name, "retried", service -> service.attempt() >= 2);
    }

    fixture.server.podAnswers.put(BACK, SpdyServer.SWITCHING);
    fixture.await(BACK, "connected");
    fixture.assertServes(BACK);
    assertThat(fixture.status(BACK).reconnects()).isEqualTo(1);
    List<Long> before = OTHERS.stream().map(this::attempts).toList();
    for (int i = 0; i < OTHERS.size(); i++) {
      String name = OTHERS.get(i);
      long count = before.get(i);
      Await.until(name + " retries", () -> retries(name, count));
      assertThat(fixture.status(name).state()).isNotEqualTo("connected");
    }
    fixture.assertServes(BACK);
    assertThat(fixture.status(BACK).state()).isEqualTo("connected");

    fixture.server.answer(SpdyServer.SWITCHING);
    for (String name : NAMES) {
      fixture.await(name, "connected");
      fixture.assertServes(name);
    }
    assertThat(fixture.status(BACK).reconnects()).as("it was left alone").isEqualTo(1);
  }
}
