package dev.localport.e2e.faults;

import dev.localport.e2e.Faults;
import dev.localport.e2e.LocalportProgram;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** One run of random faults: traffic, one fault after the other, and what is compared. */
final class RandomRun {
  /** Kills only at first: what a daemon leaks shows over the rest of the time. */
  private static final double KILLS_UNTIL = 0.25;

  private static final int ONE_KILL_IN = 5;

  /** Longer than an open circuit breaker. */
  private static final Duration RECOVERED = Duration.ofMinutes(7);

  /** Sessions that carry nothing end after a minute. */
  private static final Duration SETTLED = Duration.ofSeconds(75);

  private final LocalportProgram localport;
  private final Line line;
  private final Random random;
  private final FaultScript script;
  private final List<String> failures = new ArrayList<>();

  RandomRun(LocalportProgram localport, Faults faults, Line line, long seed) {
    this.localport = localport;
    this.line = line;
    this.random = new Random(seed);
    this.script = new FaultScript(random, faults, line, localport);
  }

  /** Makes faults for some time, and returns what does not hold that has to. */
  List<String> run(Duration time, Control control) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    awaitUsable("start");
    Duration first = Duration.ofMillis((long) (time.toMillis() * KILLS_UNTIL));
    faultsFor(first, true);
    Await.pass(SETTLED); // without traffic
    Holdings before = Holdings.of(localport, line.port());
    System.out.println("after the last kill: " + before);
    faultsFor(time.minus(first), false);
    Await.pass(SETTLED);
    Holdings after = Holdings.of(localport, line.port());
    System.out.println("at the end:          " + after);
    nothingIsLeftOver(before, after);
    List<JsonObject> events = Journal.after(localport, 0);
    List<Mishap> slow = control.slow(script.log());
    slow.forEach(each -> System.out.println(each.begun() + " " + each.what()));
    failures.addAll(
        new Bookkeeping(script.log(), slow, events, DaemonStatus.read(localport.home()))
            .check(begun));
    return failures;
  }

  private void faultsFor(Duration time, boolean kills) throws IOException, InterruptedException {
    RandomServices services = RandomServices.connect(localport);
    Agreement agreement = new Agreement(localport.home(), services);
    try (services;
        agreement) {
      Await.pass(Duration.ofSeconds(5));
      long end = System.nanoTime() + time.toNanos();
      boolean killed = false;
      while (System.nanoTime() < end) {
        boolean kill = kills && (!killed || random.nextInt(ONE_KILL_IN) == 0);
        Mishap mishap = kill ? script.killDaemon() : script.next();
        killed |= kill;
        recovers(services, mishap);
        Await.pass(Duration.ofSeconds(random.nextInt(2, 10)));
      }
    }
    failures.addAll(agreement.contradictions());
    report(services, agreement);
  }

  /** Waits until every service is usable and answers, and says how long that took. */
  private void recovers(RandomServices services, Mishap mishap) {
    long end = System.nanoTime();
    try {
      awaitUsable(mishap.what());
      double usable = (System.nanoTime() - end) / 1e9;
      for (String name : services.names()) {
        var _ = services.of(name).awaitAnswer(end);
      }
      double answered = (System.nanoTime() - end) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%s %s, %.0f s; all usable after %.1f s, all answered after %.1f s%n",
          mishap.begun(),
          mishap.what(),
          Duration.between(mishap.begun(), mishap.end()).toMillis() / 1e3,
          usable,
          answered);
    } catch (AssertionError e) { // the run goes on, and fails at its end
      failures.add(mishap + ": " + e.getMessage());
      System.out.println(failures.getLast());
    }
  }

  private static boolean isUsable(JsonObject service) {
    return List.of("connected", "idle").contains(service.text("state"));
  }

  private void awaitUsable(String after) {
    Await.until(
        RECOVERED,
        "all services usable after " + after,
        () -> DaemonStatus.read(localport.home()).objects("services"),
        all -> all.stream().allMatch(RandomRun::isUsable));
  }

  private void report(RandomServices services, Agreement agreement) {
    List<NewConnections.Attempt> over = services.over();
    System.out.printf(
        Locale.ROOT,
        "%d looks (%d while no daemon ran), %d contradictions; %d new connections: %d answered (%d"
            + " after more than 1 s, the slowest after %.1f s), ended %d, refused %d, hung %d%n",
        agreement.looks(),
        agreement.misses(),
        agreement.contradictions().size(),
        over.size(),
        count(over, ""),
        over.stream().filter(each -> each.isAnswered() && each.took().toMillis() > 1000).count(),
        over.stream()
                .filter(NewConnections.Attempt::isAnswered)
                .mapToLong(each -> each.took().toMillis())
                .max()
                .orElse(0)
            / 1e3,
        count(over, "ended"),
        count(over, "refused"),
        count(over, "hung"));
    if (count(over, "hung") > 0) {
      failures.add("%d connections hung".formatted(count(over, "hung")));
    }
    long refused = over.stream().filter(this::isRefusedByADaemon).count();
    if (refused > 0) {
      failures.add("%d connections were refused while a daemon ran".formatted(refused));
    }
  }

  private boolean isRefusedByADaemon(NewConnections.Attempt attempt) {
    Instant begun = Instant.now().minusNanos(System.nanoTime() - attempt.begun());
    return attempt.failure().equals("refused")
        && script.log().stream()
            .filter(Mishap::isKill)
            .noneMatch(kill -> !begun.isBefore(kill.begun()) && !begun.isAfter(kill.end()));
  }

  private static long count(List<NewConnections.Attempt> over, String failure) {
    return over.stream().filter(each -> each.failure().equals(failure)).count();
  }

  private void nothingIsLeftOver(Holdings before, Holdings after) {
    grows("threads", (double) before.threads(), (double) after.threads(), 10);
    grows("descriptors", (double) before.descriptors(), (double) after.descriptors(), 20);
    grows("connections", (double) before.connections(), (double) after.connections(), 4);
    grows("MiB of heap", before.heapMib(), after.heapMib(), 6);
    grows("MiB outside of the heap", before.directMib(), after.directMib(), 6);
    List<String> files = new ArrayList<>(after.files());
    files.removeAll(before.files());
    files.removeIf(file -> file.startsWith("journal/") || file.startsWith("logs/"));
    if (!files.isEmpty()) {
      failures.add("files that were not there before: " + files);
    }
  }

  private void grows(String what, double before, double after, double most) {
    if (after > before + most) {
      failures.add(String.format(Locale.ROOT, "%s grew from %.1f to %.1f", what, before, after));
    }
  }
}
