package dev.localport.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.localport.api.EventQuery;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.StatusChange;
import dev.localport.daemon.time.ManualTimers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal takes of the disk, of memory and of the processor; the figures are printed. */
class JournalCostTest {
  private static final int SERVICES = 30;
  private static final int LOSSES_A_DAY = 20;
  private static final int OUTAGES_A_DAY = 3;
  private static final int DAYS = 31;
  private static final int MANY_SERVICES = 100;
  private static final int KEPT_OF_EACH = 100;
  private static final String CLOSED =
      "the API server closed the session; pod orders-api-686ff9b5b8-xq9hg is being deleted";
  private static final String NO_ANSWER =
      "10.0.0.7:6443 does not respond: no answer within 3 s; check the network or the VPN";

  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private JournalFiles files;
  private Journal journal;
  private Recorder recorder;

  @BeforeEach
  void open() {
    FileAppender disk = new FileAppender();
    files =
        new JournalFiles(
            folder,
            (file, at, bytes) -> {
              long end = disk.append(file, at, bytes);
              Path _ = Files.setLastModifiedTime(file, FileTime.from(timers.instant()));
              return end;
            });
    journal = new Journal(folder, files, timers);
    journal.open();
    recorder = new Recorder(journal, timers);
  }

  private static String service(int number) {
    return "orders-service-%02d".formatted(number);
  }

  private void change(
      String service,
      String previous,
      String current,
      @Nullable String reason,
      @Nullable String cause) {
    String pod = current.equals("connected") ? service + "-686ff9b5b8-xq9hg" : null;
    recorder.changed(
        new StatusChange(
            service, "gke_shop-staging", previous, current, reason, cause, pod, timers.instant()));
  }

  private void start(int services) {
    for (int i = 0; i < services; i++) {
      change(service(i), "stopped", "connecting", null, null);
      change(service(i), "connecting", "connected", null, null);
    }
  }

  private void loss(String service) {
    change(service, "connected", "reconnecting", null, CLOSED);
    recorder.retry(
        new ReconnectAttempt(
            "gke_shop-staging",
            service,
            1,
            10,
            998,
            new Failure(FailureKind.SESSION, CLOSED),
            timers.instant()));
    timers.advance(Duration.ofMillis(1_400));
    change(service, "reconnecting", "connected", null, null);
  }

  private void outage() {
    cluster("connected", "offline");
    for (int i = 0; i < SERVICES; i++) {
      change(service(i), "connected", "reconnecting", null, NO_ANSWER);
      change(service(i), "reconnecting", "suspended", "cluster_offline", NO_ANSWER);
    }
    timers.advance(Duration.ofMinutes(1));
    cluster("offline", "connected");
    for (int i = 0; i < SERVICES; i++) {
      change(service(i), "suspended", "connecting", null, null);
      change(service(i), "connecting", "connected", null, null);
    }
  }

  private void cluster(String previous, String state) {
    journal.add(
        JournalEntry.of(JournalType.CLUSTER)
            .context("gke_shop-staging")
            .previous(previous)
            .state(state)
            .cause(state.equals("offline") ? NO_ANSWER : null)
            .duration(Duration.ofHours(8)));
  }

  private void day() throws InterruptedException {
    Instant midnight = timers.instant().plus(Duration.ofDays(1));
    for (int i = 0; i < OUTAGES_A_DAY; i++) {
      outage();
    }
    for (int i = 0; i < LOSSES_A_DAY; i++) {
      for (int each = 0; each < SERVICES; each++) {
        loss(service(each));
      }
      journal.await(); // in between nothing happens for minutes
    }
    timers.advance(Duration.between(timers.instant(), midnight));
  }

  @Test
  void aBadMonthStaysWithinItsBounds() throws IOException, InterruptedException {
    start(SERVICES);
    for (int i = 0; i < DAYS; i++) {
      day();
    }

    long bytes = files.bytes();
    long written = journal.last();
    List<JournalEntry> kept = journal.read(EventQuery.ALL);
    Duration back = Duration.between(kept.getFirst().at(), timers.instant());
    System.out.printf(
        "journal: %d services, %d losses each and %d outages a day, %d days: %d entries written,"
            + " %.1f MiB on disk hold %d of them, the oldest %.1f days old, %d bytes each%n",
        SERVICES,
        LOSSES_A_DAY,
        OUTAGES_A_DAY,
        DAYS,
        written,
        bytes / 1_048_576.0,
        kept.size(),
        back.toMinutes() / 1440.0,
        bytes / kept.size());

    assertThat(bytes).isLessThanOrEqualTo(JournalFiles.FILES * (JournalFiles.FILE_BYTES + 1_000));
    assertThat(kept.getLast().sequence()).isEqualTo(written);
    assertThat(back).isGreaterThan(Duration.ofDays(7));
  }

  @Test
  void aHundredServicesTakeLittleMemory() throws IOException, InterruptedException {
    start(MANY_SERVICES);
    for (int i = 0; i < KEPT_OF_EACH; i++) {
      for (int each = 0; each < MANY_SERVICES; each++) {
        loss(service(each));
      }
      journal.await();
    }
    assertThat(journal.read(new EventQuery(service(7), null, Set.of(), null, 0, KEPT_OF_EACH)))
        .hasSize(KEPT_OF_EACH);
    long full = heap();
    open(); // another one in its place, which keeps nothing in memory yet
    long taken = full - heap();
    System.out.printf(
        "journal: the newest %d entries of %d services and of their context take %.1f MiB%n",
        KEPT_OF_EACH, MANY_SERVICES, taken / 1_048_576.0);

    assertThat(taken).isLessThan(16 << 20);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void whatAnEntryTakesOfTheProcessorIsPrinted() throws InterruptedException {
    start(MANY_SERVICES);
    long each = 0;
    for (int round = 0; round < 5; round++) { // the last one counts: the others warm it up
      long entries = journal.last();
      long before = processorNanos();
      for (int i = 0; i < 20; i++) {
        for (int service = 0; service < MANY_SERVICES; service++) {
          loss(service(service));
        }
        journal.await();
      }
      each = (processorNanos() - before) / (journal.last() - entries);
    }
    long day = each * MANY_SERVICES * LOSSES_A_DAY * 3;
    System.out.printf(
        "journal: an entry takes %.1f µs of a processor; %d services with %d losses a day: %.2f s a"
            + " day, %.5f %% of a processor%n",
        each / 1_000.0,
        MANY_SERVICES,
        LOSSES_A_DAY,
        day / 1e9,
        day / 1e9 / Duration.ofDays(1).toSeconds() * 100);

    assertThat(each).isPositive();
  }

  private static long processorNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getProcessCpuTime()
        : 0;
  }
}
