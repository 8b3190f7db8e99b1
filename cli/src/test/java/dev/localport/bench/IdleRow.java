package dev.localport.bench;

import dev.localport.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a hundred forwards over ten contexts cost while nobody uses them. */
final class IdleRow implements Row {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String RESIDENT = "memory of 100 forwards over 10 contexts, VmRSS";
  private static final String SHARED = "the same, PSS";
  private static final String CPU = "CPU while idle, % of a core";

  private final int idleSeconds = Setting.property("idle", 60);
  private final int kubectls = Setting.property("kubectls", 100);

  @Override
  public String letter() {
    return "g";
  }

  @Override
  public String title() {
    return "100 forwards for %d s at a time with nobody using them".formatted(idleSeconds);
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(RESIDENT, "MiB", new Budget.AtMost(180));
    sheet.line(SHARED, "MiB", new Budget.None());
    sheet.line(CPU, "%", new Budget.AtMost(0.5));
    List<Kubectl> theirs = new ArrayList<>();
    List<Localport> ours = new ArrayList<>();
    try {
      for (Build build : setting.builds()) {
        ours.add(Hundred.start(setting, build, setting.cluster().kubeconfig()));
      }
      while (theirs.size() < kubectls) {
        theirs.add(Kubectl.start(setting.cluster().kubeconfig(), Target.WEB));
      }
      for (int round = 0; round < setting.rounds(); round++) {
        idle(ours, theirs, sheet);
      }
    } finally {
      theirs.forEach(Kubectl::close);
      for (Localport one : ours) {
        one.close();
      }
    }
  }

  private void idle(List<Localport> ours, List<Kubectl> theirs, Sheet sheet)
      throws IOException, InterruptedException {
    List<Long> pids = theirs.stream().map(Kubectl::pid).toList();
    long begin = System.nanoTime();
    List<KernelCounts> ourBegin = new ArrayList<>();
    for (Localport one : ours) {
      ourBegin.add(one.counts());
    }
    KernelCounts theirBegin = KernelCounts.of(pids);
    Await.until(
        LIMIT, "the end", () -> Requests.secondsSince(begin), seconds -> seconds >= idleSeconds);
    double seconds = Requests.secondsSince(begin);
    for (int i = 0; i < ours.size(); i++) {
      add(sheet, ours.get(i).program(), ourBegin.get(i), ours.get(i).counts(), seconds);
    }
    add(sheet, Line.KUBECTL, theirBegin, KernelCounts.of(pids), seconds);
    for (Localport one : ours) {
      if (!one.isConnected()) {
        throw new IOException("not all forwards are connected any more: " + one.status());
      }
    }
  }

  private static void add(
      Sheet sheet, String program, KernelCounts begin, KernelCounts end, double seconds) {
    sheet.add(RESIDENT, program, end.residentMib());
    sheet.add(SHARED, program, end.sharedMib());
    sheet.add(CPU, program, 100 * (end.cpuSeconds() - begin.cpuSeconds()) / seconds);
  }
}
