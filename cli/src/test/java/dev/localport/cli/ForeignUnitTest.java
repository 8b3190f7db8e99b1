package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit of our name that LocalPort did not write: it is left alone and blocks no command. */
class ForeignUnitTest {
  private static final String TEXT = "[Service]\nExecStart=/bin/true\n";

  @TempDir private Path root;
  private ServiceMachine machine;
  private String problem;

  @BeforeEach
  void aUnitOfSomebodyElse() throws IOException {
    machine = new ServiceMachine(root);
    Files.createDirectories(machine.unit().resolveSibling(""));
    Files.writeString(machine.unit(), TEXT);
    problem =
        machine.unit()
            + " was not written by LocalPort; move it away, then: localport daemon install";
  }

  @AfterEach
  void end() {
    machine.close();
  }

  @Test
  void theDaemonIsStartedWithoutTheManager() throws IOException {
    machine.javaIs("echo 'this is the program'; exit 1");

    assertThat(machine.daemon("start"))
        .isEqualTo(new Terminal.Result(1, "", "the daemon did not start: this is the program\n"));
    assertThat(machine.systemctl().asked()).isEmpty();
  }

  @Test
  void theDaemonIsReplacedWithoutTheManager() throws IOException {
    machine.startByHand();
    machine.javaIs("echo \"asked to $*\"; exit 1");

    assertThat(machine.daemon("restart").stderr())
        .startsWith("the daemon did not start: asked to ")
        .endsWith(" dev.localport.daemon.Main replace\n");
    assertThat(machine.systemctl().asked()).isEmpty();
  }

  @Test
  void theDaemonIsStoppedWithoutTheManager() {
    machine.startByHand();

    assertThat(machine.daemon("stop")).isEqualTo(new Terminal.Result(0, "daemon stopped\n", ""));
    assertThat(machine.systemctl().asked()).isEmpty();
  }

  @Test
  void statusSaysWhatIsInTheWay() {
    machine.startByHand();

    assertThat(machine.daemon("status").exit()).isZero();
    assertThat(machine.service()).containsExactly("login service: " + problem);
    JsonObject json =
        JsonObject.parse(machine.daemon("status", "-o", "json").stdout()).object("service");
    assertThat(json.text("problem")).isEqualTo(problem);
  }

  @Test
  void oneThatCannotBeReadIsInNobodysWayEither() throws IOException, InterruptedException {
    Files.delete(machine.unit());
    Files.createDirectory(machine.unit());
    machine.startByHand();

    assertThat(machine.daemon("stop").exit()).isZero();

    machine.awaitEnd();
    assertThat(machine.service())
        .containsExactly("login service: cannot read " + machine.unit() + ": Is a directory");
  }

  @Test
  void itIsNeitherReplacedNorRemoved() {
    Terminal.Result refusal = new Terminal.Result(1, "", problem + "\n");

    assertThat(machine.install()).isEqualTo(refusal);
    assertThat(machine.daemon("uninstall")).isEqualTo(refusal);

    assertThat(machine.unit()).content().isEqualTo(TEXT);
    assertThat(machine.systemctl().asked()).isEmpty();
  }
}
