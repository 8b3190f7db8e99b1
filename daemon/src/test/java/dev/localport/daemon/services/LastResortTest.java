package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that the node controller marked NotReady: a dial decides whether they can be reached. */
class LastResortTest {
  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = new SimulatorFixture(folder);
  }

  @Test
  void podsThatTheNodeControllerMarkedAfterAnOutageAreConnectedTo()
      throws IOException, InterruptedException, LoadException {
    fixture.connect("deployment/moods", "echo", PATIENT);
    fixture.cluster.control("node-unheard?name=node-1&on=true");
    int reconnects = fixture.status().reconnects();

    fixture.cluster.control("reset");

    fixture.await("connected again", web -> web.isUp() && web.reconnects() > reconnects);
    fixture.daemon.assertServes("web");
  }

  @Test
  void whereALostNodesPodCannotBeReachedTheWordsSayWhy()
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.cluster.awaitPod("app=moods");
    fixture.cluster.control("node-unheard?name=node-1&on=true");
    fixture.cluster.control("status?scope=portforward&code=500&times=1000");

    fixture.start("deployment/moods", "echo", PATIENT);

    String why = fixture.awaitSuspended("no_ready_pod");
    assertThat(why)
        .contains("no pod of deployment/moods in namespace demo is ready")
        .contains(
            "the containers of " + pod + " are, but their node does not report to the cluster");

    fixture.cluster.control("clear");
    fixture.cluster.control("node-unheard?name=node-1&on=false");
    fixture.await("connected");
  }
}
