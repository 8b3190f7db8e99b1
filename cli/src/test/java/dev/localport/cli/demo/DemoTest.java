package dev.localport.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.Programs;
import dev.localport.cli.client.TestEnvironments;
import dev.localport.cli.render.Console;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in a demo, with a {@code java} that is a script; its good ways are DemoIT's. */
class DemoTest {
  @TempDir private Path root;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final EndSignal signal = new EndSignal();

  /** A demo whose java is a script; each run first leaves its last argument in a file. */
  private Demo demo(String script) throws IOException {
    Path java = root.resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for last; do :; done
        echo "$last $LOCALPORT_HOME $KUBECONFIG $HTTPS_PROXY$https_proxy" >>%s/runs
        %s
        """
            .formatted(root, script));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return demo(java, "/app/*", "/sim/*");
  }

  private Demo demo(
      Path java, @Nullable String daemonClassPath, @Nullable String simulatorClassPath) {
    Map<String, String> environment =
        Map.of(
            "PATH", System.getenv("PATH"),
            "LOCALPORT_HOME", "/the/user's",
            "KUBECONFIG", "/the/user's/kubeconfig",
            "HTTPS_PROXY", "http://proxy.invalid",
            "https_proxy", "http://proxy.invalid");
    CliEnvironment user =
        TestEnvironments.in(
            root, environment, new Programs(java, daemonClassPath, null, simulatorClassPath));
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, false, false, () -> 0, () -> "");
    return new Demo(
        user, new Output(console, OutputFormat.TABLE, Output.Verbosity.NORMAL, false), signal);
  }

  private Path folder() throws IOException {
    String[] first = Files.readAllLines(root.resolve("runs")).getFirst().split(" ", -1);
    Path folder = Path.of(first[1]);
    assertThat(first)
        .containsExactly(
            folder + "/cluster", folder.toString(), folder + "/cluster/kubeconfig", "");
    return folder;
  }

  @Test
  void aClusterThatDoesNotStartIsToldWithItsLastWords() throws IOException {
    Demo demo = demo("echo 'no port is free' >&2; exit 1");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(demo::runOnce)
        .withMessage("the simulated cluster did not start:\n  no port is free")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GENERAL));

    assertThat(folder()).doesNotExist();
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aDaemonThatDoesNotStartTakesTheClusterAndTheFolderAlong() throws IOException {
    Demo demo =
        demo(
            """
            case "$*" in
            *' -cp /app/*:/sim/* dev.localport.simulator.Main '*) echo "ready: $last"; cat; echo ended >%s/ended ;;
            *' -cp /app/* dev.localport.daemon.Main'*) echo 'no memory'; exit 7 ;;
            esac
            """
                .formatted(root));

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(demo::runUntilAsked)
        .withMessage("the daemon did not start: no memory");

    assertThat(root.resolve("ended")).exists();
    assertThat(folder()).doesNotExist();
  }

  @Test
  void aSignalWhileTheClusterStartsEndsIt()
      throws CommandException, IOException, InterruptedException {
    Demo demo = demo("cat; echo ended >%s/ended".formatted(root));
    signal.ask();

    assertThat(demo.runUntilAsked()).isEqualTo(ExitCode.INTERRUPTED);

    assertThat(root.resolve("ended")).exists();
    assertThat(folder()).doesNotExist();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("stopped: nothing of the demo is left\n");
  }

  @Test
  void aProgramThatIsNotThereIsTold() {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(demo(Path.of("/no/java"), "/app/*", "/sim/*")::runOnce)
        .withMessageStartingWith("the simulated cluster cannot be started: ");
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(demo(Path.of("/no/java"), null, "/sim/*")::runOnce)
        .withMessageStartingWith("the daemon's program is not known; ");
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(demo(Path.of("/no/java"), "/app/*", null)::runOnce)
        .withMessage(
            "the simulator's program is not known; run LocalPort with its script localport, which"
                + " sets localport.simulator.classpath");
  }
}
