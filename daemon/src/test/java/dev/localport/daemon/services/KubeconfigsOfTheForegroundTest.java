package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.AdHoc;
import dev.localport.api.Caller;
import dev.localport.api.Settled;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.kube.KeptContexts;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PipedKubeconfig;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kubeconfig that came through a pipe, for a command in the foreground. */
class KubeconfigsOfTheForegroundTest {
  private static final Owner TERMINAL = new DeafOwner();

  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private ForwardsFixture fixture;
  private KubeContexts contexts;
  private Forwards forwards;
  private Path piped;

  @BeforeEach
  void open() throws IOException, PathProblem {
    fixture = new ForwardsFixture(folder);
    Path kept = folder.resolve("kubeconfigs");
    piped = PipedKubeconfig.keep(kept, Files.readAllBytes(folder.resolve("kube/config")));
    Files.setLastModifiedTime(piped, FileTime.from(Instant.EPOCH)); // of a terminal that stays open
    start(kept);
  }

  private void start(Path kept) {
    contexts = new KubeContexts(timers, fixture.transport, new KeptContexts(kept, timers));
    ForwardParts parts = fixture.parts(fixture.dialer(contexts));
    forwards =
        new Forwards(
            new ForwardParts(
                parts.dialer(),
                contexts,
                parts.clusters(),
                parts.transport(),
                timers,
                parts.portHolder(),
                parts.random()),
            fixture.disk(),
            fixture.trusted(),
            Await.LIMIT);
    ForwardsFixture.restore(forwards);
  }

  @AfterEach
  void close() {
    end();
    fixture.close();
  }

  private void end() {
    forwards.close();
    contexts.close(); // waits for what is to be dropped
  }

  private void comeBack() throws LoadException {
    List<AdHoc> commandLine = List.of(new AdHoc("services:\n" + WEB, Settled.NOTHING));
    Caller caller = new Caller(piped.toString());
    assertThat(forwards.start(commandLine, caller, Consent.NOT_GIVEN, TERMINAL).admitted())
        .containsExactly("web");
  }

  @Test
  void staysForTwoMinutesAfterAStartOfTheDaemon() {
    timers.advance(Duration.ofSeconds(119));
    end();
    assertThat(piped).exists();

    start(piped.resolveSibling(""));
    timers.advance(Duration.ofMinutes(2));

    Await.until("dropped", () -> !Files.exists(piped));
  }

  @Test
  void staysWhileACommandThatCameBackUsesItAndNoLonger() throws LoadException {
    comeBack();
    timers.advance(Duration.ofMinutes(5));
    end();
    assertThat(piped).exists();

    start(piped.resolveSibling(""));
    comeBack();
    forwards.letGo(TERMINAL);

    Await.until("dropped", () -> !Files.exists(piped));
  }

  @Test
  void staysWhenAnotherDaemonTakesOver() throws LoadException {
    comeBack();

    forwards.handOver();
    forwards.letGo(TERMINAL);

    end();
    assertThat(piped).exists();
  }

  @Test
  void goesWithItsCommandWhenTheDaemonIsStopped() throws LoadException {
    comeBack();

    forwards.letGo(TERMINAL);

    end();
    assertThat(piped).doesNotExist();
  }
}
