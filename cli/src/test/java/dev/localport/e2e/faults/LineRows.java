package dev.localport.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.Faults;
import dev.localport.e2e.Http;
import dev.localport.e2e.Ports;
import dev.localport.e2e.Programs;
import dev.localport.e2e.Result;
import dev.localport.e2e.RunningProgram;
import dev.localport.e2e.faults.Row.Expected;
import dev.localport.e2e.faults.Row.Open;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rows in which the network between the program and the API server goes wrong. */
final class LineRows {
  private static final String NOTHING = "nothing";
  private static final double LOSS = 0.25;
  private static final int DOWNLOAD = 2 << 20;

  private LineRows() {}

  private static Scene behindALine(Faults faults, Path folder)
      throws IOException, InterruptedException {
    Line line = Line.start(faults);
    return new Scene(faults, folder, line.kubeconfig()).with(line);
  }

  private static Row row(String fault, Row.Happening happening, Expected expected) {
    return new Row(fault, LineRows::behindALine, happening, expected, NOTHING);
  }

  static Row dropped() {
    return row(
        "connections dropped (RST)",
        scene -> scene.line().say("drop"),
        new Expected(Open.LOST, List.of(), List.of("disconnected", "reconnected")));
  }

  static Row blackHole() {
    return row(
        "black hole for 25 s: data is lost, connections are kept",
        scene -> lasts(scene, "blackhole", "pass", 25),
        new Expected(Open.LOST, List.of("reconnecting"), List.of("disconnected", "reconnected")));
  }

  static Row allPacketsLost() {
    return row(
        "all packets lost for 25 s",
        scene -> lasts(scene, "netdrop on", "netdrop off", 25),
        new Expected(Open.LIVE, List.of("reconnecting"), List.of("disconnected", "reconnected")));
  }

  /** As long as two probes of the cluster are apart twice: one slow answer alone is no sign. */
  static Row latency() {
    return row(
        "latency of 500 ms each way for 75 s",
        scene -> lasts(scene, "latency 500", "latency 0", 75),
        new Expected(Open.LIVE, List.of("degraded"), List.of("cluster:degraded")));
  }

  static Row somePacketsLost() {
    return row(
        "25 % of all packets lost for 40 s",
        scene -> {
          try (Closeable _ = PacketLoss.begin(scene.line().port(), LOSS)) {
            Await.pass(Duration.ofSeconds(40));
          }
        },
        new Expected(Open.LIVE, List.of(), List.of()));
  }

  static Row bandwidth() {
    return row(
        "64 kB/s, with a download of 2 MiB",
        scene -> {
          int port = Ports.of(scene.localport(), Scene.SERVICE, 1);
          scene.line().say("bandwidth 64k");
          assertThat(download(port)).isEqualTo(DOWNLOAD);
          scene.line().say("bandwidth 0");
        },
        new Expected(Open.LIVE, List.of(), List.of()));
  }

  private static int download(int port) throws IOException {
    try (Socket socket = Http.connect(port)) {
      return Http.open(socket, "/bytes?n=" + DOWNLOAD).readAllBytes().length;
    }
  }

  private static void lasts(Scene scene, String begin, String end, int seconds)
      throws IOException, InterruptedException {
    scene.line().say(begin);
    Await.pass(Duration.ofSeconds(seconds));
    scene.line().say(end);
  }

  /** A share of the packets to and from a port of this machine is lost. Needs root. */
  private record PacketLoss(String iptables, int port, double share) implements Closeable {
    static PacketLoss begin(int port, double share) throws IOException, InterruptedException {
      PacketLoss loss = new PacketLoss(Programs.need("iptables", "iptables"), port, share);
      loss.change("-I");
      return loss;
    }

    private void change(String what) throws IOException, InterruptedException {
      for (String side : List.of("--dport", "--sport")) {
        List<String> command = new ArrayList<>(List.of(iptables, "-w", what, "INPUT", "-i", "lo"));
        command.addAll(List.of("-p", "tcp", side, Integer.toString(port), "-m", "statistic"));
        command.addAll(List.of("--mode", "random", "--probability", Double.toString(share)));
        command.addAll(List.of("-j", "DROP"));
        try (RunningProgram running = RunningProgram.start(new ProcessBuilder(command))) {
          Result result = running.awaitEnd();
          assertThat(result.exit()).as("%s: %s", command, result).isZero();
        }
      }
    }

    @Override
    public void close() throws IOException {
      try {
        change("-D");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
