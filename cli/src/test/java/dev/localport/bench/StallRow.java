package dev.localport.bench;

import dev.localport.e2e.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What others see while six readers of the same service do not read. */
final class StallRow implements Row {
  private static final int READERS = 6;
  private static final int LIMIT_MILLIS = 5000;
  private static final int MOST_FAILURES = 3; // then it is known, and each one costs the limit
  private static final String P99 = "small requests while six readers stall, p99";
  private static final String CALM = "the same load on an undisturbed service, p99";
  private static final String TIMES = "p99 as a multiple of undisturbed";
  private static final String FAILED = "small requests that failed, 5 s each";

  private final int requests = Setting.property("requests", 300);

  @Override
  public String letter() {
    return "c";
  }

  @Override
  public String title() {
    return "other connections while six readers stall";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(P99, "ms", new Budget.None());
    sheet.line(CALM, "ms", new Budget.None());
    sheet.line(TIMES, "×", new Budget.AtMost(1.5));
    sheet.line(FAILED, "%", new Budget.AtMost(0));
    Path kubeconfig = setting.cluster().kubeconfig();
    String yaml = Localport.services(List.of(Target.FAULTS, Target.WEB));
    for (int round = 0; round < setting.rounds(); round++) {
      try (Localport ours = Localport.start(setting, kubeconfig, yaml, Target.FAULTS.service())) {
        int calm = Ports.of(ours.command(), Target.WEB.service());
        compare(Line.OURS, ours.port(), calm, sheet);
      }
      try (Kubectl theirs = Kubectl.start(kubeconfig, Target.FAULTS);
          Kubectl calm = Kubectl.start(kubeconfig, Target.WEB)) {
        compare(Line.KUBECTL, theirs.port(), calm.port(), sheet);
      }
    }
  }

  private void compare(String program, int port, int calmPort, Sheet sheet)
      throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    List<Double> calmMillis = new ArrayList<>();
    for (int i = 0; i < requests / 10; i++) { // both are warm
      Requests.small(port, LIMIT_MILLIS);
      Requests.small(calmPort, LIMIT_MILLIS);
    }
    int failed = 0;
    int asked = 0;
    try (StalledReaders _ = StalledReaders.open(port, READERS)) {
      while (asked < requests && failed < MOST_FAILURES) {
        asked++;
        calmMillis.add(1000 * Requests.seconds(() -> Requests.small(calmPort, LIMIT_MILLIS)));
        try {
          millis.add(1000 * Requests.seconds(() -> Requests.small(port, LIMIT_MILLIS)));
        } catch (IOException _) { // the answer that is looked for: it is counted
          failed++;
        }
      }
    }
    sheet.add(FAILED, program, 100.0 * failed / asked);
    double calm = new Figures(calmMillis).percentile(99);
    sheet.add(CALM, program, calm);
    if (millis.isEmpty()) {
      sheet.say(P99, program, "every one fails");
      sheet.say(TIMES, program, "every one fails");
    } else {
      double p99 = new Figures(millis).percentile(99);
      sheet.add(P99, program, p99);
      sheet.add(TIMES, program, p99 / calm);
    }
  }
}
