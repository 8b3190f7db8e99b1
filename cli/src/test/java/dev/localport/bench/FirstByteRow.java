package dev.localport.bench;

import dev.localport.e2e.FaultProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long the first byte of a new connection takes where the cluster is 50 ms away. */
final class FirstByteRow implements Row {
  private static final int ONE_WAY_MILLIS = 25;
  private static final int WARM = 5;
  private static final String MILLIS = "first byte of a new connection, 50 ms round trip";
  private static final String TRIPS = "the same in round trips";

  private final int connections = Setting.property("connections", 20);

  @Override
  public String letter() {
    return "a";
  }

  @Override
  public String title() {
    return "first byte of a new connection";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(MILLIS, "ms", new Budget.None());
    sheet.line(TRIPS, "round trips", new Budget.AtMost(1.2));
    try (FaultProxy proxy = setting.cluster().faults().proxy();
        Contenders contenders = Contenders.start(setting, proxy.kubeconfig(), Target.WEB)) {
      for (Forwarder forwarder : contenders.inRound(0)) {
        medianMillis(forwarder.port(), WARM);
      }
      proxy.send("latency", Integer.toString(ONE_WAY_MILLIS));
      for (int round = 0; round < setting.rounds(); round++) {
        for (Forwarder forwarder : contenders.inRound(round)) {
          double millis = medianMillis(forwarder.port(), connections);
          sheet.add(MILLIS, forwarder.program(), millis);
          sheet.add(TRIPS, forwarder.program(), millis / (2 * ONE_WAY_MILLIS));
        }
      }
    }
  }

  private static double medianMillis(int port, int connections) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      millis.add(1000 * Requests.seconds(() -> Requests.firstByte(port)));
    }
    return new Figures(millis).median();
  }
}
