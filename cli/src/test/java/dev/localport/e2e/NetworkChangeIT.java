package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A laptop that changes its network: the daemon's interface gets an address, and another one. */
@Tag("long")
class NetworkChangeIT {
  private static final String HOME = "198.18.0.2";
  private static final String OFFICE = "198.18.0.3";

  /** Attempts and heartbeats are minutes apart, and no monitor reports that the cluster is back. */
  private static final String PATIENT =
      """
      version: "1.0"
      defaults:
        reconnect: {initial_delay: 10m, max_delay: 10m}
        heartbeat: {interval: 5m}
        cluster_health: {enabled: false}
      services:
        - name: web
          local_port: auto
          remote_port: http
          connection: {resource_name: web, namespace: demo}
      """;

  @TempDir Path temporary;
  @AutoClose private Cable cable;
  @AutoClose private SimulatedCluster cluster;
  @AutoClose private LocalportProgram localport;

  @BeforeEach
  void lay() throws IOException, InterruptedException {
    cable = Cable.lay();
    cluster = cable.cluster(temporary);
    localport = new LocalportProgram(temporary, cable.kubeconfig(cluster, temporary));
    localport.with("LOCALPORT_LOG_LEVEL", "debug");
  }

  private void start(String config) throws IOException {
    localport.config(config);
    Await.until("start", () -> cable.run(localport, "start", "--no-wait").exit() == 0);
  }

  private JsonObject service() throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").getFirst();
  }

  /** An address that comes before the first look at the routes is no other way to the cluster. */
  private void assertNoticed() throws IOException, InterruptedException {
    assertThat(localport.run("logs", "-n", "10000").stdout())
        .containsAnyOf(" network changed", " addresses changed");
  }

  private JsonObject awaitConnected() {
    return Await.until(
        "connected service", this::service, web -> web.text("state").equals("connected"));
  }

  @Test
  void aServiceThatWaitsForItsNextAttemptTriesAtOnceAndUncounted()
      throws IOException, InterruptedException {
    start(PATIENT);
    Await.until(
        "first attempt that failed",
        this::service,
        web -> web.number("attempt") == 1 && web.findTime("next_retry_at") != null);

    cable.address(HOME);

    JsonObject connected = awaitConnected();
    assertThat(connected.number("attempt")).isLessThan(2);
    assertNoticed();
  }

  @Test
  void aLaptopThatComesOnlineAndChangesItsNetworkIsConnectedEachTime()
      throws IOException, InterruptedException {
    start(SimulatedCluster.WEB);
    Await.until("attempt that failed", this::service, web -> web.findObject("last_error") != null);

    cable.address(HOME);
    String first = awaitConnected().text("connected_since");

    cable.noAddress(HOME);
    cable.address(OFFICE);
    JsonObject again =
        Await.until(
            "session from the new address",
            this::service,
            web ->
                web.text("state").equals("connected")
                    && !web.text("connected_since").equals(first));
    assertThat(again.number("reconnects")).isPositive();
    assertNoticed();
  }
}
