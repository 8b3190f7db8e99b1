package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A monitor with its threads and the real clock. */
class HealthMonitorTest {
  private final SystemTimers timers = new SystemTimers();
  private final List<String> restarts = new CopyOnWriteArrayList<>();
  private final AtomicInteger interrupted = new AtomicInteger();

  @AfterEach
  void close() {
    timers.close();
  }

  private HealthMonitor monitor(Check check) {
    HealthCheckConfig usual = Probes.config(1, 1, true, true);
    HealthCheckConfig config =
        new HealthCheckConfig(
            usual.probe(), usual.interval(), Duration.ofMillis(100), 1, 1, true, true);
    return new HealthMonitor(
        new HealthParts(
            "db", config, check, timers, () -> 0.5, () -> true, restarts::add, () -> {}));
  }

  private static void await(HealthMonitor monitor, HealthWord word) {
    Await.until(word.word(), () -> monitor.view().word() == word);
  }

  private interface Run {
    CheckOutcome run() throws InterruptedException;
  }

  private record Done(Run what) implements Check {
    @Override
    public String label() {
      return "tcp";
    }

    @Override
    public String lateness() {
      return "no connection to the pod";
    }

    @Override
    public CheckOutcome run() throws InterruptedException {
      return what.run();
    }
  }

  private CheckOutcome hang() throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return new CheckOutcome.Well();
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    }
  }

  @Test
  void aServiceIsCheckedOnceThereIsAWayToIt() {
    try (HealthMonitor monitor = monitor(new Done(CheckOutcome.Well::new))) {
      assertThat(monitor.view().word()).isEqualTo(HealthWord.UNKNOWN);

      monitor.connected();
      await(monitor, HealthWord.HEALTHY);
      monitor.clusterAway();
      await(monitor, HealthWord.UNKNOWN);
      monitor.clusterTrouble();
      monitor.clusterBack();
      await(monitor, HealthWord.HEALTHY);
      monitor.disconnected();
      await(monitor, HealthWord.UNKNOWN);

      assertThat(monitor.view().lastKnown()).isEqualTo(HealthWord.HEALTHY);
    }
  }

  @Test
  void aCheckThatHangsIsInterruptedAtItsTimeout() {
    try (HealthMonitor monitor = monitor(new Done(this::hang))) {
      monitor.connected();

      String why = "health check tcp: no connection to the pod within 0.1 s";
      Await.until("it is told", () -> restarts.equals(List.of(why)));
      assertThat(monitor.view().word()).isEqualTo(HealthWord.UNHEALTHY);
      Await.until("it is interrupted", () -> interrupted.get() == 1);
    }
  }

  @Test
  void aBugInACheckSaysNothingOfTheService() {
    AtomicInteger runs = new AtomicInteger();
    Check check =
        new Done(() -> {
          runs.incrementAndGet();
          throw new IllegalStateException("a bug, on purpose");
        });
    try (HealthMonitor monitor = monitor(check)) {
      monitor.connected();

      Await.until("the check has ended", () -> monitor.view().lastCheck() != null);
      assertThat(runs).hasValue(1);
      assertThat(monitor.view().word()).isEqualTo(HealthWord.UNKNOWN);
    }
  }

  @Test
  void theEndOfTheMonitorIsTheEndOfItsCheck() {
    CountDownLatch running = new CountDownLatch(1);
    HealthMonitor monitor =
        monitor(
            new Done(() -> {
              running.countDown();
              return hang();
            }));
    monitor.connected();
    Await.until("it runs", () -> running.getCount() == 0);

    monitor.close();

    Await.until("the check is interrupted", () -> interrupted.get() == 1);
  }
}
