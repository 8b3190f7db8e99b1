package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.BesideOthers;
import dev.localport.e2e.Result;
import dev.localport.e2e.RunningProgram;
import dev.localport.e2e.UserManager;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A real systemd user manager keeps what the fake of the unit tests keeps. */
@Tag("ci")
@BesideOthers
@ResourceLock(UserManager.LOCK)
class SystemdIT extends SystemdContract {
  private UserManager user;

  @BeforeEach
  void aManager() throws IOException, InterruptedException {
    user = UserManager.start();
  }

  @AfterEach
  void removeTheUser() throws IOException {
    if (user != null) {
      user.close();
    }
  }

  @Override
  InstallationContext machine() {
    Map<String, String> environment =
        Map.of("XDG_RUNTIME_DIR", "as runuser sets it", "XDG_STATE_HOME", user.home() + "/state");
    Path home = user.home();
    Path state = home.resolve("state/localport");
    OperatingSystem system = new OperatingSystem("Linux", this::run, home);
    return new InstallationContext(environment, home, home, state, state.resolve("logs"), system);
  }

  private ProgramResult run(List<String> command) {
    try {
      Result result = RunningProgram.start(user.builder(command)).awaitEnd();
      return new ProgramResult(result.exit(), result.stdout(), result.stderr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  void write(ServiceFile file) throws IOException, InterruptedException {
    Path _ = user.write(user.home().relativize(file.path()).toString(), file.text());
  }

  /* The unit writes down which words and variables it got. */
  @Test
  void wordsAndVariablesArriveAsTheyWereWritten()
      throws IOException, InterruptedException, ManagerProblem {
    Path told = user.home().resolve("told");
    List<String> odd = List.of("a b", "100%h", "$HOME ${HOME}", "it's \"q\"", "back\\n", "ü *", "");
    String value = "  \"q\" \\ $HOME `x` 100%h 'it' ü #;";
    String place = "/ü 100%h \"$HOME\" \\ x";
    String script =
        "{ for word; do printf '%s\\n' \"$word\"; done; printenv ODD; printenv PLACE; } >"
            + told
            + "; exec sleep 1000";
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(odd);
    InstallationContext machine = machine();
    Path variables = user.home().resolve("o \"d\" 100%h/service.env");
    write(new ServiceFile(variables, UnitText.variables(Map.of("ODD", value))));
    Systemd systemd = new Systemd(machine);
    String unit =
        UnitText.unit(
            new ServiceProgram(Path.of("/bin/sh"), "/", command, List.of("/bin/true")),
            Map.of("PLACE", place),
            variables,
            machine.stateFolder());
    write(new ServiceFile(systemd.unitFile(), unit));
    systemd.load();

    systemd.start();

    List<String> expected = new ArrayList<>(odd);
    expected.add(value);
    expected.add(place);
    List<String> lines =
        Await.until("what the unit got", () -> Files.readAllLines(told), expected::equals);
    assertThat(lines).isEqualTo(expected);
  }
}
