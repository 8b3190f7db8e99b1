package dev.localport.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramRunTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Stubs stubs;

  @BeforeEach
  void make() {
    stubs = new Stubs(folder);
  }

  private @Nullable String run(String script, String input, Duration limit)
      throws IOException, InterruptedException {
    stubs.program("it", script);
    return new ProgramRun(
            List.of(folder.resolve("bin/it").toString(), "$(touch pwned)", "`id`; rm -rf ."),
            folder,
            stubs.shell,
            input)
        .run(limit);
  }

  @Test
  void aProgramReadsItsInputInTheFolderWithoutAShell() throws IOException, InterruptedException {
    String problem = run("cat >$OUT; pwd >>$OUT; echo \"$1 $2\" >>$OUT", "hello\n", LONG);

    assertThat(problem).isNull();
    assertThat(stubs.said())
        .isEqualTo("hello\n" + folder.toRealPath() + "\n$(touch pwned) `id`; rm -rf .\n");
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  @Test
  void aProgramThatDoesNotReadHoldsNothingUp() throws IOException, InterruptedException {
    assertThat(run("exit 0", "x".repeat(1 << 20), LONG)).isNull();
  }

  @Test
  void aProgramThatFailsSaysHowAndKeepsNoSecrets() throws IOException, InterruptedException {
    assertThat(
            run(
                "echo first; printf 'no mail\\033[2J for https://eve:pw@host/' >&2; exit 3",
                "",
                LONG))
        .isEqualTo("ended with exit code 3: first no mail [2J for https://***@host/");
  }

  @Test
  void aProgramThatDoesNotEndIsKilledWithItsChildren() throws IOException, InterruptedException {
    String problem = run("sleep 600 & echo $! >$OUT; wait", "", Duration.ofSeconds(3));

    assertThat(problem).isEqualTo("did not end within 3 s and was killed");
    long child = Long.parseLong(stubs.said().strip());
    Await.until(
        "end of the child", () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aProgramThatPrintsWithoutEndIsKilled() throws IOException, InterruptedException {
    assertThat(run("exec yes", "", LONG)).isEqualTo("printed more than 1 MiB and was killed");
  }

  @Test
  void whatAProgramLeavesBehindIsNotWaitedFor() throws IOException, InterruptedException {
    String problem = run("sleep 600 & echo $! >$OUT", "", LONG);

    assertThat(problem).isNull();
    ProcessHandle.of(Long.parseLong(stubs.said().strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void aFileThatIsNoProgramIsAProblemInWordsForPeople() throws InterruptedException {
    ProgramRun run = new ProgramRun(List.of(folder.toString()), folder, stubs.shell, "");

    assertThat(run.run(LONG))
        .startsWith("cannot be run; check that it exists")
        .doesNotContain("error=");
  }
}
