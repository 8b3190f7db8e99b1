package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Selection;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code restart} and {@code reconnect} have in common. */
class AgainMethodTest {
  @TempDir private Path folder;

  @Test
  void aContextThatNoServiceUsesEndsWith2AndTouchesNothing()
      throws IOException, InterruptedException, LoadException {
    List<String> touched = new ArrayList<>();
    try (ForwardsFixture daemon = new ForwardsFixture(folder)) {
      daemon.load("web: [\":7\"]");
      daemon.started("web"); // pins its context: dev
      AgainMethod method = new AgainMethod(daemon.forwards, touched::addAll);
      Selection nope = new Selection(List.of(), List.of(), true, "nope");

      assertThatThrownBy(() -> method.call(nope.toJson(), new DeafCaller()))
          .isInstanceOfSatisfying(
              RpcException.class, e -> assertThat(e.data().number("exit_code")).isEqualTo(2))
          .hasMessage("no service uses the context \"nope\"; contexts in use: dev");
      assertThatThrownBy(() ->
              method.call(
                  new Selection(List.of(), List.of(), true, "dve").toJson(), new DeafCaller()))
          .hasMessage("no service uses the context \"dve\"; did you mean dev?");
    }
    assertThat(touched).isEmpty();
  }
}
