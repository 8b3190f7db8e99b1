package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a forward in the foreground hears while its service is connected and is no use. */
class TroubleTest {
  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;
  private final List<ServiceTrouble> told = new CopyOnWriteArrayList<>();

  private final class Terminal implements Owner {
    @Override
    public void onChange(StatusChange change) {}

    @Override
    public void onTrouble(ServiceTrouble trouble) {
      told.add(trouble);
    }
  }

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = new SimulatorFixture(folder);
  }

  private void connect(String port, String keys)
      throws IOException, InterruptedException, LoadException {
    Terminal terminal = new Terminal();
    fixture.load(SimulatorFixture.service("web", "deployment/moods", port, keys));
    fixture.daemon.forwards.start(List.of("web"), Consent.NOT_GIVEN, terminal);
    assertThat(fixture.daemon.forwards.hear(terminal, List.of("web"))).hasSize(1);
    fixture.await("connected");
  }

  private ServiceTrouble first() {
    return Await.until("a trouble", () -> told, list -> !list.isEmpty()).getFirst();
  }

  @Test
  void aConnectionThatThePodRefusesIsReportedWithThePortAndThePod()
      throws IOException, InterruptedException, LoadException {
    connect("9999", PATIENT);

    try (LocalClient client = new LocalClient(fixture.daemon.port("web"))) {
      client.readAll();
    }

    String pod = fixture.status().pods().getFirst();
    assertThat(first())
        .returns("web", ServiceTrouble::service)
        .returns(ServiceTrouble.REFUSED, ServiceTrouble::trouble)
        .returns("nothing listens on port 9999 in pod " + pod, ServiceTrouble::message)
        .returns(1L, ServiceTrouble::count);
    assertThat(fixture.status().isHealthy()).isFalse();
  }

  @Test
  void aHealthCheckThatFailsIsReportedWithWhatItSays()
      throws IOException, InterruptedException, LoadException {
    connect("9999", PATIENT + "    health_check: {type: tcp, interval: 1, failure_threshold: 1}\n");

    assertThat(first())
        .returns(ServiceTrouble.UNHEALTHY, ServiceTrouble::trouble)
        .returns(0L, ServiceTrouble::count)
        .satisfies(trouble -> assertThat(trouble.message()).startsWith("health check tcp"));
  }
}
