package dev.localport.cli;

import dev.localport.api.DaemonInfo;
import dev.localport.api.Methods;
import dev.localport.api.StatusReply;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The daemon of straw keeps what a real one promises. */
class FakeDaemonTest extends DaemonContract {
  @TempDir private Path root;
  private FakeDaemon daemon;

  @BeforeEach
  void start() throws Exception {
    daemon = new FakeDaemon(root.resolve("state"));
    DaemonInfo info = new DaemonInfo(Samples.PID, "0.1.0", 1, 0, List.of());
    StatusReply status =
        new StatusReply(StatusReply.Overall.HEALTHY, info, List.of(), List.of(), List.of());
    daemon.answers(Methods.STATUS, status.toJson());
    daemon.does(
        Methods.STOP_DAEMON,
        (_, _) -> {
          daemon.stopSoon();
          return JsonObject.builder().put("pid", Samples.PID).build();
        });
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Override
  protected Path stateFolder() {
    return root.resolve("state");
  }

  @Override
  protected void awaitEnd() throws InterruptedException {
    daemon.awaitEnd();
  }
}
