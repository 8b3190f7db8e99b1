package dev.localport.bench;

import dev.localport.e2e.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What others see while some connections of the same service misbehave. */
final class StallRow implements Row {
  private static final int LIMIT_MILLIS = 5000;
  private static final int MOST_FAILURES = 3; // then it is known, and each one costs the limit
  private static final int STALL_PORT = 9008; // of the faults service: accepts and reads nothing
  private static final String P99 = "%s: small requests, p99";
  private static final String CALM = "%s: the same load on an undisturbed service, p99";
  private static final String TIMES = "%s: p99 as a multiple of undisturbed";
  private static final String FAILED = "%s: small requests that failed, 5 s each";

  private final int requests = Setting.property("requests", 300);
  private final Duration span = Duration.ofSeconds(Setting.property("disturbed", 10));

  @Override
  public String letter() {
    return "c";
  }

  @Override
  public String title() {
    return "other connections of a service that is disturbed";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    Path kubeconfig = setting.cluster().kubeconfig();
    for (Disturbance disturbance : Disturbance.values()) {
      sheet.line(P99.formatted(disturbance), "ms", new Budget.None());
      sheet.line(CALM.formatted(disturbance), "ms", new Budget.None());
      sheet.line(TIMES.formatted(disturbance), "×", new Budget.AtMost(1.5));
      sheet.line(FAILED.formatted(disturbance), "%", new Budget.AtMost(0));
      for (int round = 0; round < setting.rounds(); round++) {
        ours(setting, kubeconfig, disturbance, sheet);
        kubectls(kubeconfig, disturbance, sheet);
      }
    }
  }

  private void ours(Setting setting, Path kubeconfig, Disturbance disturbance, Sheet sheet)
      throws IOException, InterruptedException {
    try (Localport ours = Localport.start(setting, kubeconfig, YAML, "faults")) {
      int stall = Ports.of(ours.command(), "faults", 1);
      int calm = Ports.of(ours.command(), "web");
      compare(Line.OURS, disturbance, new Disturbance.Ends(ours.port(), stall), calm, sheet);
    }
  }

  private void kubectls(Path kubeconfig, Disturbance disturbance, Sheet sheet)
      throws IOException, InterruptedException {
    try (Kubectl theirs = Kubectl.start(kubeconfig, Target.FAULTS, STALL_PORT);
        Kubectl calm = Kubectl.start(kubeconfig, Target.WEB)) {
      Disturbance.Ends ends = new Disturbance.Ends(theirs.port(), theirs.portOf(STALL_PORT));
      compare(Line.KUBECTL, disturbance, ends, calm.port(), sheet);
    }
  }

  private static final String YAML =
      String.format(
          Locale.ROOT,
          """
          version: "1.0"
          services:
            - name: faults
              connection: {resource_name: faults, namespace: %1$s}
              ports:
                - {name: http, local: auto, remote: %2$d}
                - {name: stall, local: auto, remote: %3$d}
            - name: web
              connection: {resource_name: web, namespace: %1$s}
              local_port: auto
              remote_port: %4$d
          """,
          Target.NAMESPACE,
          Target.FAULTS.port(),
          STALL_PORT,
          Target.WEB.port());

  private void compare(
      String program, Disturbance disturbance, Disturbance.Ends ends, int calmPort, Sheet sheet)
      throws IOException, InterruptedException {
    for (int i = 0; i < requests / 10; i++) { // both are warm
      Requests.small(ends.http(), LIMIT_MILLIS);
      Requests.small(calmPort, LIMIT_MILLIS);
    }
    List<Double> millis = new ArrayList<>();
    List<Double> calmMillis = new ArrayList<>();
    int failed = 0;
    int asked = 0;
    long begin = System.nanoTime();
    try (Closeable _ = disturbance.begin(ends, span)) {
      while (failed < MOST_FAILURES
          && (asked < requests || Requests.secondsSince(begin) < span.toSeconds())) {
        asked++;
        calmMillis.add(1000 * Requests.seconds(() -> Requests.small(calmPort, LIMIT_MILLIS)));
        try {
          millis.add(1000 * Requests.seconds(() -> Requests.small(ends.http(), LIMIT_MILLIS)));
        } catch (IOException _) { // the answer that is looked for: it is counted
          failed++;
        }
      }
    }
    sheet.add(FAILED.formatted(disturbance), program, 100.0 * failed / asked);
    double calm = new Figures(calmMillis).percentile(99);
    sheet.add(CALM.formatted(disturbance), program, calm);
    if (millis.isEmpty()) {
      sheet.say(P99.formatted(disturbance), program, "every one fails");
      sheet.say(TIMES.formatted(disturbance), program, "every one fails");
    } else {
      double p99 = new Figures(millis).percentile(99);
      sheet.add(P99.formatted(disturbance), program, p99);
      sheet.add(TIMES.formatted(disturbance), program, p99 / calm);
    }
  }
}
