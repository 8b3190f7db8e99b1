package dev.localport.bench;

import dev.localport.e2e.FaultProxy;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** How soon a hundred forwards are connected once their cluster can be reached again. */
final class ReturnRow implements Row {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 3;

  /** Whoever asks for the status meanwhile takes a processor from both sides. */
  private static final Duration UNWATCHED = Duration.ofSeconds(3);

  /** A session that is lost sooner is a failure like the last one: its service waits longer. */
  private static final long GOOD_LIFE_SECONDS = 10;

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
        Localport ours = Hundred.start(setting, setting.now(), proxy.kubeconfig())) {
      for (int round = 0; round < setting.rounds(); round++) {
        comeBack(proxy, ours, sheet);
      }
    }
  }

  private static void comeBack(FaultProxy proxy, Localport ours, Sheet sheet)
      throws IOException, InterruptedException {
    Await.until(
        LIMIT,
        "sessions that have lived",
        ours::status,
        services -> services.stream().allMatch(ReturnRow::hasLived));
    proxy.send("refuse", "on");
    proxy.send("drop");
    Await.until(
        LIMIT,
        "forwards that wait",
        ours::status,
        services -> services.stream().allMatch(ReturnRow::waits));
    Instant back = Instant.now(); // the command itself counts: at most a tenth of a second
    proxy.send("refuse", "off");
    Await.pass(UNWATCHED);
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

  private static boolean hasLived(JsonObject service) {
    return isConnected(service) && service.number("uptime_seconds") > GOOD_LIFE_SECONDS;
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
