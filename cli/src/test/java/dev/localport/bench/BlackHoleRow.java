package dev.localport.bench;

import dev.localport.e2e.FaultProxy;
import dev.localport.e2e.Http;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long it takes until a line that swallows everything is noticed, with nobody using it. */
final class BlackHoleRow implements Row {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String NOTICED = "silent black hole noticed";

  private final int bound = Setting.property("bound", 60);

  @Override
  public String letter() {
    return "e";
  }

  @Override
  public String title() {
    return "a line that swallows everything";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(NOTICED, "s", new Budget.AtMost(15));
    List<Kubectl> theirs = new ArrayList<>();
    try (FaultProxy far = setting.cluster().faults().proxy();
        FaultProxy near = setting.cluster().faults().proxy()) {
      startAll(setting, far.kubeconfig(), theirs);
      far.send("blackhole");
      long begin = System.nanoTime();
      try (Localport ours = Localport.start(setting, near.kubeconfig(), Target.WEB)) {
        for (int round = 0; round < setting.rounds(); round++) {
          sheet.add(NOTICED, Line.OURS, seconds(near, ours));
        }
      }
      Await.until(
          LIMIT,
          "the bound",
          () -> Requests.secondsSince(begin),
          seconds -> seconds >= bound || theirs.stream().allMatch(BlackHoleRow::hasNoticed));
      sheet.say(NOTICED, Line.KUBECTL, words(theirs, Requests.secondsSince(begin)));
    } finally {
      theirs.forEach(Kubectl::close);
    }
  }

  /** As many of kubectl as there are rounds, each with a session that has served. */
  private static void startAll(Setting setting, Path kubeconfig, List<Kubectl> started)
      throws IOException, InterruptedException {
    for (int i = 0; i < setting.rounds(); i++) {
      Kubectl kubectl = Kubectl.start(kubeconfig, Target.WEB);
      started.add(kubectl);
      Http.get(kubectl.port(), "/healthz");
    }
  }

  private static double seconds(FaultProxy proxy, Localport ours)
      throws IOException, InterruptedException {
    Http.get(ours.port(), "/healthz");
    proxy.send("blackhole");
    long begin = System.nanoTime();
    Await.until(LIMIT, "a lost session", ours::isConnected, connected -> !connected);
    double seconds = Requests.secondsSince(begin);
    proxy.send("heal");
    proxy.send("drop");
    Await.until(LIMIT, "a new session", ours::isConnected, connected -> connected);
    return seconds;
  }

  private static boolean hasNoticed(Kubectl kubectl) {
    return !kubectl.running().isAlive() || !kubectl.running().stderr().isEmpty();
  }

  private static String words(List<Kubectl> theirs, double seconds) {
    long noticed = theirs.stream().filter(BlackHoleRow::hasNoticed).count();
    return "noticed by %d of %d within %.0f s".formatted(noticed, theirs.size(), seconds);
  }
}
