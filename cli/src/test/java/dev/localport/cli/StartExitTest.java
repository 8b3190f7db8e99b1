package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code start} ends when services do not come up. */
class StartExitTest {
  @TempDir private Path root;

  private int start(FailureKind... kinds) throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.START,
          JsonObject.builder()
              .put("services", Arrays.stream(kinds).map(StartExitTest::failing).toList())
              .build());
      return terminal.run("start", "web").exit();
    }
  }

  private static JsonObject failing(FailureKind kind) {
    return JsonObject.builder()
        .putAll(Samples.web().toJson())
        .put("last_error", new Failure(kind, "trouble").toJson())
        .build();
  }

  @Test
  void aConfigurationThatIsWrongIsTold() throws Exception {
    assertThat(start(FailureKind.KUBECONFIG)).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(start(FailureKind.CONTEXT_MISSING, FailureKind.CONTEXT_MISSING))
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void aServiceThatIsNotUpForAnotherReasonIsToldFirst() throws Exception {
    assertThat(start(FailureKind.CONTEXT_MISSING, FailureKind.NO_READY_POD))
        .isEqualTo(ExitCode.SERVICE);
    assertThat(start(FailureKind.UNREACHABLE)).isEqualTo(ExitCode.SERVICE);
    assertThat(start(FailureKind.FORBIDDEN)).isEqualTo(ExitCode.SERVICE);
  }
}
