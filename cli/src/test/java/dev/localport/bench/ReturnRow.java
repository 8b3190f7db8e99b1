package dev.localport.bench;

import dev.localport.e2e.Await;
import dev.localport.e2e.FaultProxy;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** How soon a hundred forwards are connected once their cluster can be reached again. */
final class ReturnRow implements Row {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 3;
  private static final String ALL = "100 forwards connected after the cluster is back";
  private static final String SPREAD = "of this, from the first to the last";

  @Override
  public String letter() {
    return "f";
  }

  @Override
  public String title() {
    return "100 forwards after the cluster is back";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(ALL, "s", new Budget.AtMost(1));
    sheet.line(SPREAD, "s", new Budget.None());
    try (FaultProxy proxy = setting.cluster().faults().proxy();
        Localport ours = Hundred.start(setting, proxy.kubeconfig())) {
      for (int round = 0; round < setting.rounds(); round++) {
        comeBack(proxy, ours, sheet);
      }
    }
  }

  private static void comeBack(FaultProxy proxy, Localport ours, Sheet sheet)
      throws IOException, InterruptedException {
    proxy.send("refuse", "on");
    proxy.send("drop");
    Await.until(
        LIMIT,
        "forwards that wait",
        ours::status,
        services -> services.stream().allMatch(ReturnRow::waits));
    Instant back = Instant.now(); // the command itself counts: at most a tenth of a second
    proxy.send("refuse", "off");
    List<Instant> since =
        Await.until(
                LIMIT,
                "connected forwards",
                ours::status,
                services -> services.stream().allMatch(ReturnRow::isConnected))
            .stream()
            .map(service -> service.findTime("connected_since"))
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    sheet.add(ALL, Line.OURS, seconds(back, since.getLast()));
    sheet.add(SPREAD, Line.OURS, seconds(since.getFirst(), since.getLast()));
  }

  private static boolean isConnected(JsonObject service) {
    return service.text("state").equals("connected");
  }

  /** Suspended, or far enough for waits to have grown. */
  private static boolean waits(JsonObject service) {
    return switch (service.text("state")) {
      case "suspended", "failed" -> true;
      default -> service.number("attempt") >= ATTEMPTS;
    };
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
