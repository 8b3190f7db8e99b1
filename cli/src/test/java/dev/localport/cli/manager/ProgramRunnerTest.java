package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of this machine. */
class ProgramRunnerTest extends RunnerContract {
  private static final String PATH = System.getenv("PATH");

  @Override
  Runner runner() {
    return new ProgramRunner(Map.of("PATH", PATH));
  }

  @Test
  void aProgramThatHangsIsEndedAndSaidSo() {
    Runner runner = new ProgramRunner(Map.of("PATH", PATH), Duration.ofMillis(100));

    assertThatExceptionOfType(ManagerProblem.class)
        .isThrownBy(() -> runner.run(List.of("sleep", "1000")))
        .withMessage("sleep 1000 did not end within 0s");
  }

  @Test
  void outputThatFillsAPipeDoesNotStopTheProgram() throws ManagerProblem {
    ProgramResult outcome =
        runner().run(List.of("sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"));

    assertThat(outcome.out()).hasSize(300_000);
    assertThat(outcome.err()).hasSize(300_000);
  }

  @Test
  void programsAreThoseOfTheGivenPathAndGetTheGivenVariables(@TempDir Path folder)
      throws Exception {
    Path program = Files.writeString(folder.resolve("systemctl"), "#!/bin/sh\necho $MARK $PWD\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Runner runner = new ProgramRunner(Map.of("PATH", folder.toString(), "MARK", "mine"));

    assertThat(runner.run(List.of("systemctl"))).isEqualTo(new ProgramResult(0, "mine /\n", ""));
  }
}
