package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change while their service is in use. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class SettingsIT {
  private static final long SIZE = 100_000_000;
  private static final int PART = 10_000_000;

  private static final String CONFIG =
      """
      version: "1.0"
      services:
        - name: kept
          connection: {resource_name: faults, namespace: lp-demo}
          ports: ["auto:80"]
          reconnect: {max_attempts: 8}
          health_check: {type: tcp, interval: 30}
      """;

  private static final List<String> CHANGES =
      List.of(
          "reconnect.max_attempts 3",
          "hold.timeout 5s",
          "heartbeat.interval 20s",
          "health_check.interval 5s",
          "breaker.failures 2");

  @TempDir Path temporary;

  @Test
  void aDownloadOf100MbGoesOnWhileSettingsChangeAndTheyAreKeptOverARestart(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(CONFIG);
      assertThat(localport.run("start").exit()).isZero();
      int port = Ports.of(localport, "kept");
      String context = service(localport).text("context");
      try (Socket socket = Http.connect(port)) {
        InputStream body = Http.open(socket, "/bytes?n=" + SIZE);
        long received = 0;

        for (String change : CHANGES) {
          received += body.readNBytes(PART).length; // it is under way at every change
          set(localport, change + " --service kept");
          assertThat(Http.get(port, "/bytes?n=10")).hasSize(10);
        }
        set(localport, "cluster_health.keepalive_interval 10s --context " + context);

        assertThat(received).isEqualTo((long) PART * CHANGES.size());
        assertThat(received + body.transferTo(OutputStream.nullOutputStream())).isEqualTo(SIZE);
      }
      assertThat(service(localport).text("state")).isEqualTo("connected");
      assertThat(service(localport).number("reconnects")).isZero();
      assertThat(service(localport).object("connections").number("failed")).isZero();
      List<String> values = values(localport, context);
      assertThat(values)
          .containsExactly(
              "reconnect.max_attempts 3 setting for service kept",
              "breaker.failures 2 setting for service kept",
              "heartbeat.interval 20s setting for service kept",
              "hold.timeout 5s setting for service kept",
              "health_check.interval 5s setting for service kept",
              "cluster_health.keepalive_interval 10s setting for context " + context);

      assertThat(localport.run("daemon", "restart").exit()).isZero();

      assertThat(values(localport, context)).isEqualTo(values);
      Await.until("connected", () -> service(localport).text("state"), "connected"::equals);
      assertThat(service(localport).number("max_attempts")).isEqualTo(3);
      Result started = localport.run("start");
      assertThat(started.stderr())
          .contains(
              "kept: reconnect.max_attempts is 3 (setting for service kept), not 8 as in the file;"
                  + " to use the file's value: localport settings reset reconnect.max_attempts"
                  + " --service"
                  + " kept");

      assertThat(localport.run("settings", "reset").exit()).isZero();
      assertThat(values(localport, context)).isEmpty();
      assertThat(service(localport).number("max_attempts")).isEqualTo(8);
    }
  }

  @Test
  void theLogLevelChangesAtOnceAndIsKept(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(CONFIG);
      assertThat(localport.run("start").exit()).isZero();

      set(localport, "log.level debug");
      assertThat(localport.run("reconnect", "kept").exit()).isZero();
      assertThat(Files.readString(localport.home().resolve("logs/daemon.log"))).contains(" DEBUG ");
      assertThat(localport.run("daemon", "restart").exit()).isZero();

      assertThat(localport.run("settings", "get", "log.level", "-o", "text").stdout())
          .isEqualTo("log.level: debug, from setting\n");
    }
  }

  private static void set(LocalportProgram localport, String change)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("settings", "set"));
    words.addAll(List.of(change.split(" ")));
    Result result = localport.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.stderr()).isZero();
  }

  /** Returns what is set, for the service and its cluster. */
  private static List<String> values(LocalportProgram localport, String context)
      throws IOException, InterruptedException {
    JsonObject answer =
        localport.json("settings", "get", "--service", "kept", "--context", context, "-o", "json");
    return answer.objects("settings").stream()
        .filter(value -> value.text("from").startsWith("setting"))
        .map(value -> value.text("key") + " " + value.text("value") + " " + value.text("from"))
        .toList();
  }

  private static JsonObject service(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").getFirst();
  }
}
