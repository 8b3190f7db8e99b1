package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.cli.manager.ServiceProgram;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the login service runs. */
class LoginProgramTest {
  private static final Path ROOT = Path.of("/nowhere");

  @Test
  void theServiceRunsTheDaemonItself() throws CommandException {
    CliEnvironment surroundings =
        TestEnvironments.in(
            ROOT, Map.of(), TestEnvironments.daemon(Path.of("/jdk/bin/java"), "/app/*"));

    ServiceProgram program = LoginProgram.of(surroundings);

    assertThat(program.command())
        .isEqualTo(DaemonProgram.command(surroundings, DaemonProcess.MAIN, DaemonProcess.REPLACING))
        .endsWith("-cp", "/app/*", "dev.localport.daemon.Main", "replace");
    assertThat(program.named())
        .isEqualTo(new ServiceProgram.Named(Path.of("/jdk/bin/java"), "/app/*"));
    assertThat(program.reload())
        .startsWith("/jdk/bin/java")
        .endsWith("dev.localport.cli.Main", "daemon", "reload");
  }

  @Test
  void jarsOfOneFolderAreNamedByIt() {
    assertThat(LoginProgram.folded("/app/a.jar:/app/b.jar")).isEqualTo("/app/*");
  }

  @Test
  void anyOtherClassPathStaysAsItIs() {
    assertThat(LoginProgram.folded("/app/a.jar:/lib/b.jar")).isEqualTo("/app/a.jar:/lib/b.jar");
    assertThat(LoginProgram.folded("/classes/one")).isEqualTo("/classes/one");
  }
}
