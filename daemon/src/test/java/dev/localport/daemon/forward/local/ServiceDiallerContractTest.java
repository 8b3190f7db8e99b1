package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.HoldConfig;
import dev.localport.daemon.health.Connection;
import dev.localport.daemon.health.Dialler;
import dev.localport.daemon.health.DiallerContract;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.daemon.tunnel.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Connections over the sessions of a forward keep what those of the tests promise. */
class ServiceDiallerContractTest extends DiallerContract {
  private static final List<Integer> PORTS =
      List.of(PodPorts.ECHO, PodPorts.RESETS, PodPorts.SILENT);

  private final List<PodRoute> sessions = new CopyOnWriteArrayList<>();
  private final List<PortBinding> bound = new CopyOnWriteArrayList<>();
  private LocalPortFixture at;
  private Session session;
  private ServiceDialler dialler;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    at = new LocalPortFixture(HoldConfig.DEFAULT, PORTS.toArray(Integer[]::new));
    session = at.serve();
    sessions.add(new PodRoute(session, "web-1", PORTS, false));
    bound.addAll(at.bound);
    dialler = new ServiceDialler(at.loop, () -> sessions, () -> bound);
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Override
  protected Dialler dialler() {
    return dialler;
  }

  @Override
  protected Connection open(Pod pod) throws IOException, InterruptedException {
    int port =
        switch (pod) {
          case ECHOES -> PodPorts.ECHO;
          case RESETS -> PodPorts.RESETS;
          case SILENT -> PodPorts.SILENT;
        };
    return dialler.open(PORTS.indexOf(port)).orElseThrow();
  }

  @Override
  protected Dialler dialler(int server) {
    PodRoute line = new PodRoute(at.serve(), "web-1", List.of(server, server, server), false);
    return new ServiceDialler(at.loop, () -> List.of(line), () -> bound);
  }

  @Override
  protected void withoutSession() {
    sessions.clear();
  }

  @Override
  protected void loseSession() {
    session.close(new Failure(FailureKind.SESSION, "the connection is dead"));
  }

  @Override
  protected void withoutListener() {
    bound.clear();
  }
}
