package dev.localport.bench;

import dev.localport.e2e.Faults;
import dev.localport.e2e.Http;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a new connection every 20 ms finds while the pod is deleted and another one comes. */
final class PodReplacementRow implements Row {
  private static final int AFTERWARDS = 50; // connections after the new pod has answered: 1 s
  private static final String REFUSED = "connections refused over a pod replacement";
  private static final String BROKEN = "accepted, but without an answer";
  private static final String ALL = "connections in all, one every 20 ms";
  private static final String AGAIN = "traffic again after the new pod is Ready";

  @Override
  public String letter() {
    return "d";
  }

  @Override
  public String title() {
    return "a pod is replaced";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(REFUSED, "connections", new Budget.AtMost(0));
    sheet.line(BROKEN, "connections", new Budget.None());
    sheet.line(ALL, "connections", new Budget.None());
    sheet.line(AGAIN, "s", new Budget.AtMost(0.5));
    Path kubeconfig = setting.cluster().kubeconfig();
    try (Localport ours = Localport.start(setting, kubeconfig, Target.WEB);
        PodWatch watch = PodWatch.start(kubeconfig, Target.WEB.service())) {
      for (int round = 0; round < setting.rounds(); round++) {
        try (Kubectl theirs = Kubectl.start(kubeconfig, Target.WEB)) {
          replace(setting.cluster().faults(), watch, ours, theirs, sheet);
        }
      }
    }
  }

  private static void replace(
      Faults faults, PodWatch watch, Forwarder ours, Forwarder theirs, Sheet sheet)
      throws IOException, InterruptedException {
    String old = Http.pod(ours.port());
    Await.until("the old pod is known", () -> watch.seen().contains(old));
    Set<String> before = watch.seen();
    Knocks ourKnocks = Knocks.at(ours.port());
    Knocks theirKnocks = Knocks.at(theirs.port());
    try (ourKnocks;
        theirKnocks) {
      Await.until("both serve", () -> isServed(ourKnocks, old) && isServed(theirKnocks, old));
      faults.kubectl("-n", Target.NAMESPACE, "delete", "pod", old, "--wait=false");
      Await.until("answers of the new pod", () -> served(ourKnocks, before) > AFTERWARDS);
      ourKnocks.stop(); // both at once: the last answers may take long
      theirKnocks.stop();
    }
    faults.kubectl("-n", Target.NAMESPACE, "rollout", "status", "deployment/web");
    long ready =
        Await.until("a Ready pod", () -> watch.readyBut(before), Optional::isPresent).orElseThrow();
    record(sheet, ours.program(), ourKnocks, before, ready);
    record(sheet, theirs.program(), theirKnocks, before, ready);
  }

  private static boolean isServed(Knocks knocks, String pod) {
    return knocks.count(o -> o instanceof Knocks.Outcome.Served(String by, _) && by.equals(pod))
        > 0;
  }

  private static int served(Knocks knocks, Set<String> before) {
    return knocks.count(
        o -> o instanceof Knocks.Outcome.Served(String by, _) && !before.contains(by));
  }

  private static void record(
      Sheet sheet, String program, Knocks knocks, Set<String> before, long ready) {
    sheet.add(REFUSED, program, knocks.count(Knocks.Outcome.Refused.class::isInstance));
    sheet.add(BROKEN, program, knocks.count(Knocks.Outcome.Broken.class::isInstance));
    sheet.add(ALL, program, knocks.outcomes().size());
    Optional<Long> first = firstServed(knocks, before);
    if (first.isPresent()) {
      double nanos = first.get() - ready;
      sheet.add(AGAIN, program, nanos / TimeUnit.SECONDS.toNanos(1));
    } else {
      sheet.say(AGAIN, program, "not before it is restarted");
    }
  }

  private static Optional<Long> firstServed(Knocks knocks, Set<String> before) {
    return knocks.outcomes().stream()
        .filter(Knocks.Outcome.Served.class::isInstance)
        .map(Knocks.Outcome.Served.class::cast)
        .filter(served -> !before.contains(served.pod()))
        .map(Knocks.Outcome.Served::atNanos)
        .min(Long::compare);
  }
}
