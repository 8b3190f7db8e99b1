package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that loses everything without a word, with the settings that nobody changed. */
@OnRealCluster
@BesideOthers
class SilentLineIT {
  @TempDir Path temporary;

  @Test
  @Tag("ci")
  @NeedsFaults
  void aBlackHoleIsNoticedAndWhoWaitsIsServedWhenItHeals(TestCluster cluster)
      throws IOException, InterruptedException {
    noticesAndServes(cluster, "blackhole", "pass");
  }

  @Test
  @Tag("ci")
  @NeedsFaults
  void lostPacketsAreNoticedAndWhoWaitsIsServedWhenTheyComeAgain(TestCluster cluster)
      throws IOException, InterruptedException {
    noticesAndServes(cluster, "netdrop on", "netdrop off");
  }

  private void noticesAndServes(TestCluster cluster, String begin, String end)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = started(proxy, "web", "8000");
        Socket open = Http.connect(Ports.of(localport, "web"))) {
      int port = Ports.of(localport, "web");
      assertThat(Http.open(open, "/healthz").read()).isPositive();
      long begun = System.nanoTime();
      proxy.send(begin.split(" "));
      JsonObject lost =
          Await.until(
              "lost session",
              () -> service(localport),
              service -> !service.text("state").equals("connected"));
      System.out.printf(
          "%s: noticed after %.1f s (%s)%n",
          begin, (System.nanoTime() - begun) / 1e9, lost.text("state"));
      CompletableFuture<String> waits = new CompletableFuture<>();
      var _ =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  waits.complete(Http.pod(port));
                } catch (IOException e) {
                  waits.completeExceptionally(e);
                }
              });
      Await.until(
          "held connection",
          () -> service(localport).object("connections").number("held"),
          held -> held > 0);

      proxy.send(end.split(" "));

      assertThat(Await.until("answer", () -> waits.getNow(""), pod -> !pod.isEmpty()))
          .startsWith("web-");
    }
  }

  @Test
  @Tag("long")
  @NeedsFaults
  void fourMegabytesAtSixtyFourKilobytesASecondArriveAndNoSessionIsTakenForDead(TestCluster cluster)
      throws IOException, InterruptedException {
    int size = 4_000_000;
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = started(proxy, "web", "8000")) {
      int port = Ports.of(localport, "web");
      proxy.send("bandwidth", "64000");
      try (Socket up = Http.connect(port)) {
        up.setSoTimeout((int) Duration.ofMinutes(3).toMillis());
        OutputStream out = up.getOutputStream();
        String head =
            "POST /sink HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                .formatted(size);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[size]);
        String answer = new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(answer).contains(" 200 ").contains("\"bytes\":" + size);
      }
      try (Socket down = Http.connect(port)) {
        down.setSoTimeout((int) Duration.ofMinutes(3).toMillis());
        assertThat(Http.open(down, "/bytes?n=" + size).readAllBytes()).hasSize(size);
      }
      proxy.send("heal");
      JsonObject service = service(localport);
      assertThat(service.number("reconnects")).isZero();
      assertThat(service.object("heartbeat").number("missed")).isZero();
    }
  }

  private static JsonObject service(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "web", "-o", "json").objects("services").getFirst();
  }

  private LocalportProgram started(FaultProxy proxy, String service, String port)
      throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig());
    localport.config(Yaml.service(service, port));
    Result start = localport.run("start");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }
}
