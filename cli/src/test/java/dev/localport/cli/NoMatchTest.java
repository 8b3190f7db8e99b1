package dev.localport.cli;

import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and tags that no service has, and services that have nothing to show. */
class NoMatchTest {
  @TempDir private Path root;

  @Test
  void whatNoServiceMatchesIsSaid() throws Exception {
    Terminal terminal = new Terminal(root);
    JsonObject data = JsonObject.builder().put("exit_code", 3).build();
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon
          .answers(Methods.STATUS, Samples.status().toJson())
          .answers(Methods.STOP, Samples.reply().toJson())
          .answers(Methods.START, Samples.reply().toJson())
          .answers(Methods.LOG_QUERY, JsonObject.builder().put("lines", List.of()).build())
          .does(
              Methods.LOG_FOLLOW,
              (_, _) -> {
                throw new RpcException(RpcException.FAILED, "no service \"typo\"", data);
              });

      new Transcript(terminal, daemon, root.toString()).assertHolds("no-match.txt");
    }
  }
}
