package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.HealthProbe;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecCheckTest {
  @TempDir private Path folder;

  private Check check(String script, String... arguments) throws IOException {
    Path program = folder.resolve("worker-check");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return of(command);
  }

  private static Check of(List<String> command) {
    return Check.of(Probes.config(new HealthProbe.Exec(command)), new FakeDialler(1), null);
  }

  @Test
  void exitCodeZeroIsWell() throws IOException, InterruptedException {
    assertThat(check("echo noise; exit 0").run()).isEqualTo(new CheckOutcome.Well());
  }

  @Test
  void programsThatHangHoldNoCarrierOfVirtualThreads() throws IOException, InterruptedException {
    List<Thread> hanging = new ArrayList<>();
    for (int processor = 0; processor < Runtime.getRuntime().availableProcessors(); processor++) {
      Check check = check("echo begun >> '" + folder + "/begun'; exec sleep 600");
      hanging.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  var _ = check.run();
                } catch (InterruptedException _) {
                  // the end of this test
                }
              }));
    }
    Path begun = folder.resolve("begun");
    Await.until(
        "all of them run",
        () -> Files.exists(begun) && begun.toFile().length() == 6L * hanging.size());

    assertThat(Thread.ofVirtual().start(() -> {}).join(Await.LIMIT)).isTrue();
    for (Thread check : hanging) {
      check.interrupt();
      check.join();
    }
  }

  @Test
  void anotherExitCodeIsToldWithTheLastWords() throws IOException, InterruptedException {
    assertThat(check("echo one; echo two >&2; exit 3").run())
        .isEqualTo(new CheckOutcome.Failed("exit code 3: one / two"));
    assertThat(check("exit 1").run()).isEqualTo(new CheckOutcome.Failed("exit code 1"));
  }

  @Test
  void ofManyWordsTheLastOnesAreKept() throws IOException, InterruptedException {
    CheckOutcome outcome =
        check("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; exit 1").run();

    assertThat(outcome).asString().endsWith("/ line 19999]").hasSizeLessThan(400);
  }

  @Test
  void noShellReadsTheArguments() throws IOException, InterruptedException {
    Check check =
        check(
            "test \"$#\" = 2 && test \"$1\" = '$HOME; exit 1' && test -z \"$2\"",
            "$HOME; exit 1",
            "");

    assertThat(check.run()).isEqualTo(new CheckOutcome.Well());
    assertThat(check.label()).isEqualTo("exec worker-check");
  }

  @Test
  void nobodyTypes() throws IOException, InterruptedException {
    assertThat(check("if read line; then exit 1; fi").run()).isEqualTo(new CheckOutcome.Well());
  }

  @Test
  void aProgramThatIsNotThereIsTold() throws InterruptedException {
    assertThat(of(List.of(folder.resolve("missing").toString(), "geheim")).run())
        .asString()
        .contains("it cannot be run: ", "missing")
        .doesNotContain("geheim");
  }

  @Test
  void aProgramThatHangsIsKilledWithWhatItStarted() throws IOException {
    Path pids = folder.resolve("pids");
    Check check =
        check(
            "sleep 1000 & echo $$ $! > '"
                + pids
                + ".new'; mv '"
                + pids
                + ".new' '"
                + pids
                + "'; wait");
    CompletableFuture<CheckOutcome> outcome = new CompletableFuture<>();
    Runnable giveUp = new VirtualThreadRunner("db").start(check, outcome::complete);
    Await.until("it runs", () -> Files.exists(pids));
    List<Long> running =
        List.of(Files.readString(pids).strip().split(" ")).stream().map(Long::valueOf).toList();
    assertThat(running).hasSize(2).allMatch(ExecCheckTest::isAlive);

    giveUp.run();

    assertThat(Await.get(outcome)).isEqualTo(new CheckOutcome.NotMade("it was canceled"));
    Await.until("both are gone", () -> running.stream().noneMatch(ExecCheckTest::isAlive));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
