package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Runner} keeps: the real one, and those that the tests use in its place. */
abstract class RunnerContract {
  /**
   * Returns a runner that knows {@code sh -c}: prints {@code out} on standard output and {@code
   * err} on standard error, and ends with 3.
   */
  abstract Runner runner();

  private static final List<String> KNOWN = List.of("sh", "-c", "echo out; echo err >&2; exit 3");

  @Test
  void bothStreamsAndTheExitCodeAreReturned() throws ManagerProblem {
    assertThat(runner().run(KNOWN)).isEqualTo(new ProgramResult(3, "out\n", "err\n"));
  }

  @Test
  void theSameCanBeRunAgain() throws ManagerProblem {
    Runner runner = runner();

    assertThat(runner.run(KNOWN)).isEqualTo(runner.run(KNOWN));
  }

  @Test
  void aProgramThatIsMissingIsAnOutcome() throws ManagerProblem {
    ProgramResult outcome = runner().run(List.of("localport-no-such-program", "--help"));

    assertThat(outcome.exit()).isEqualTo(ProgramResult.MISSING);
    assertThat(outcome.isDone()).isFalse();
    assertThat(outcome.words()).contains("localport-no-such-program");
  }
}
