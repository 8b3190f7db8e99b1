package dev.localport.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.config.NotifyConfig;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTest {
  private static final String APPEND = "echo \"$LOCALPORT_MESSAGE\" >>$OUT";

  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private final List<Hook> hooks = new ArrayList<>();
  private final List<JournalEntry> journal = new CopyOnWriteArrayList<>();
  private Stubs stubs;
  private Notifier notifier;
  private long sequence;

  @BeforeEach
  void make() {
    stubs = new Stubs(folder);
    notifier =
        new Notifier(
            () -> List.copyOf(hooks),
            entry -> journal.add(entry.build()),
            timers,
            () -> Duration.between(Instant.EPOCH, timers.instant()),
            false);
  }

  @AfterEach
  void close() {
    notifier.close();
  }

  private void follow(Hook... wanted) {
    hooks.clear();
    hooks.addAll(List.of(wanted));
    notifier.follow();
  }

  private void add(JournalEntryBuilder entry) {
    notifier.onEntry(entry.build().numbered(++sequence, timers.instant()));
  }

  private void lost(String service) {
    add(
        JournalEntry.of(JournalType.DISCONNECTED)
            .service(service)
            .context("prod")
            .state("reconnecting"));
  }

  private void awaitSaid(String text) {
    Await.until("notification", stubs::said, text::equals);
  }

  private JournalEntry awaitProblem() {
    return Await.until("entry", () -> journal, list -> !list.isEmpty()).getFirst();
  }

  @Test
  void aHookIsNotifiedOfWhatItListensToWhenItsTimeHasCome() throws IOException {
    stubs.program("say", APPEND);
    follow(stubs.command(List.of("say"), "disconnected"));

    lost("a");
    add(JournalEntry.of(JournalType.OPERATION).detail("daemon start"));
    lost("b");
    timers.advance(Duration.ofMillis(2_900));
    assertThat(stubs.said()).isEmpty();
    timers.advance(Duration.ofMillis(100));

    awaitSaid("2 services in prod lost their connection: a, b\n");
    Await.until(
        "it is counted",
        () -> notifier.results().equals(Map.of("delivered", 1L, "failed", 0L, "dropped", 0L)));
  }

  @Test
  void whatIsTooMuchWaitsForItsTime() throws IOException {
    stubs.program("say", APPEND);
    follow(stubs.command(List.of("say"), "disconnected"));

    for (int i = 0; i < 8; i++) {
      lost("s" + i);
      timers.advance(Duration.ofSeconds(3));
    }
    timers.advance(Duration.ofSeconds(31));

    awaitSaid(
        """
        s0 lost its connection
        s1 lost its connection
        s2 lost its connection
        s3 lost its connection
        s4 lost its connection
        s7 lost its connection (and 2 notifications before it)
        """);
  }

  @Test
  void aProgramThatFailsIsInTheJournalWithoutItsArgumentsAndNotifiesNoOne() throws IOException {
    stubs.program("fail", "exit 4").program("say", APPEND);
    follow(
        stubs.command(List.of("fail", "--token=secret"), "disconnected"),
        stubs.command(List.of("say"), "error"));

    lost("a");
    timers.advance(Duration.ofSeconds(3));

    JournalEntry problem = awaitProblem();
    assertThat(problem.type()).isEqualTo(JournalType.ERROR);
    assertThat(problem.detail()).isEqualTo("notify fail");
    assertThat(problem.cause()).isEqualTo("the program fail ended with exit code 4");
    assertThat(problem.service()).isNull();
    assertThat(notifier.results()).containsEntry("failed", 1L).containsEntry("delivered", 0L);
    notifier.onEntry(problem.numbered(99, timers.instant()));
    assertThat(timers.waiting()).isZero();
    assertThat(stubs.said()).isEmpty();
  }

  @Test
  void aProgramThatIsMissingIsInTheJournal() {
    follow(stubs.command(List.of("nowhere", "secret"), "disconnected"));

    lost("a");
    timers.advance(Duration.ofSeconds(3));

    assertThat(awaitProblem().cause())
        .isEqualTo(
            "the program nowhere was not found; check its path, or the PATH of the shell that loads"
                + " the file");
  }

  @Test
  void oneProgramThatHangsHoldsUpNoOtherHook() throws IOException {
    stubs.program("hang", "exec sleep 600").program("say", APPEND);
    follow(
        stubs.command(List.of("hang"), "disconnected"),
        stubs.command(List.of("say"), "disconnected"));

    for (int i = 0; i < 3; i++) {
      lost("s" + i);
      timers.advance(Duration.ofSeconds(3));
    }

    awaitSaid("s0 lost its connection\ns1 lost its connection\ns2 lost its connection\n");
  }

  @Test
  void aHookThatStaysInItsFileKeepsWhatItGathersAndOneThatLeavesIsQuiet() throws IOException {
    stubs.program("say", APPEND);
    Hook stays = stubs.command(List.of("say"), "disconnected");
    Hook leaves = stubs.command(List.of("say", "twice"), "disconnected");
    follow(stays, leaves);

    lost("a");
    follow(stubs.command(List.of("say"), "disconnected"));
    timers.advance(Duration.ofSeconds(3));

    awaitSaid("a lost its connection\n");
  }

  @Test
  void aDesktopIsNotifiedWhereItCanBeAndElseANoteSaysWhatIsMissing() throws IOException {
    follow(stubs.alone().desktop("disconnected"));
    assertThat(notifier.notes())
        .containsExactly(
            folder.resolve("localport.yaml")
                + ": desktop notifications cannot be shown: notify-send is not on the PATH; install"
                + " it, then: localport daemon reload");

    stubs.shell.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    stubs.program("notify-send", "echo \"$4\" >>$OUT");
    assertThat(notifier.notes()).isEmpty();
    lost("b");
    timers.advance(Duration.ofSeconds(3));

    awaitSaid("b lost its connection\n");
    assertThat(journal).isEmpty();
  }

  @Test
  void aHookCanRunAProgramAndShowItOnTheDesktop() throws IOException {
    stubs.program("notify-send", "echo desktop >>$OUT").program("say", "echo program >>$OUT");
    follow(stubs.hook(new NotifyConfig(Play.words("disconnected"), List.of("say"), true)));

    lost("a");
    timers.advance(Duration.ofSeconds(3));

    Await.until("both", stubs::said, said -> said.contains("desktop") && said.contains("program"));
  }
}
